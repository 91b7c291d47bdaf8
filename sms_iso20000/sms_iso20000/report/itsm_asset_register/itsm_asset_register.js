{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Asset Register"] = {
	filters: [
		system_filter(),
		{
			fieldname: "standing",
			label: __("Standing"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Expired", label: __("Expired") },
				{ value: "Over-Used", label: __("Over-Used") },
				{ value: "No Basis", label: __("No Basis") },
				{ value: "Check Overdue", label: __("Check Overdue") },
				{ value: "Expires Soon", label: __("Expires Soon") },
				{ value: "In Order", label: __("In Order") },
			],
		},
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Software Licence", label: __("Software Licence") },
				{ value: "Hardware", label: __("Hardware") },
				{ value: "Subscription", label: __("Subscription") },
				{ value: "Facility", label: __("Facility") },
				{ value: "Data", label: __("Data") },
				{ value: "Other", label: __("Other") },
			],
		},
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		if (column.fieldname === "kind") return data.kind ? __(data.kind) : "";
		if (column.fieldname !== "standing") return default_formatter(value, row, column, data);
		const colour = (standing) => {
			if (standing === "In Order") return "green";
			return ["Expired", "Over-Used", "No Basis"].includes(standing) ? "red" : "orange";
		};
		return data.reasons
			.map((standing) => `<span class="indicator-pill ${colour(standing)}">${__(standing)}</span>`)
			.join(" ");
	},
};
