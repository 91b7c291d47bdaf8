{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Communication Reach"] = {
	filters: [
		system_filter(),
		{
			fieldname: "purpose",
			label: __("Purpose"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Scope, Policy and Objectives", label: __("Scope, Policy and Objectives") },
				{ value: "Service Requirements", label: __("Service Requirements") },
				{
					value: "Legal, Regulatory and Contractual Duties",
					label: __("Legal, Regulatory and Contractual Duties"),
				},
				{ value: "Report to Top Management", label: __("Report to Top Management") },
				{ value: "Other", label: __("Other") },
			],
		},
		{ fieldname: "from_date", label: __("From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To"), fieldtype: "Date" },
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		if (data && ["purpose", "status"].includes(column.fieldname)) return __(data[column.fieldname]);
		const shown = default_formatter(value, row, column, data);
		return data && data.failed && column.fieldname === "failed" ? `<b class="text-danger">${shown}</b>` : shown;
	},
};
