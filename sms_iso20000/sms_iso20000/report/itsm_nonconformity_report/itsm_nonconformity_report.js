{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Nonconformity Report"] = {
	filters: [
		system_filter(),
		{
			fieldname: "view",
			label: __("View"),
			fieldtype: "Select",
			default: "Cases",
			options: [
				{ value: "Cases", label: __("Each Nonconformity") },
				{ value: "Clause", label: __("By Clause") },
				{ value: "Process", label: __("By Process") },
				{ value: "Manager", label: __("By Manager of the Area") },
				{ value: "Month", label: __("By Month of Closing") },
			],
		},
		{ fieldname: "from_date", label: __("Reported From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("Reported Until"), fieldtype: "Date" },
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data) return shown;
		if (column.fieldname === "grade") {
			const colours = { Major: "red", Minor: "orange", Concern: "blue" };
			return `<span class="indicator-pill ${colours[value]}">${__(value)}</span>`;
		}
		if (["workflow_state", "source_kind"].includes(column.fieldname)) return value ? __(value) : "";
		if (["mean_days", "effectiveness"].includes(column.fieldname) && value == null) return "–";
		if (["days_late", "overdue", "longest_late"].includes(column.fieldname) && value) {
			return `<span class="text-danger">${shown}</span>`;
		}
		return shown;
	},
};
