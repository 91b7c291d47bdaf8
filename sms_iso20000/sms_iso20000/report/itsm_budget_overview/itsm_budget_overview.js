{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Budget Overview"] = {
	filters: [
		system_filter(),
		{
			fieldname: "standing",
			label: __("Standing"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Overspent", label: __("Overspent") },
				{ value: "Not Watched", label: __("Not Watched") },
				{ value: "Ahead of Period", label: __("Ahead of Period") },
				{ value: "On Track", label: __("On Track") },
				{ value: "To Come", label: __("To Come") },
			],
		},
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		if (!data || column.fieldname !== "standing") return default_formatter(value, row, column, data);
		const colours = { Overspent: "red", "Not Watched": "orange", "Ahead of Period": "orange", "On Track": "green" };
		const colour = colours[data.standing] || "gray";
		return `<span class="indicator-pill ${colour}">${__(data.standing)}</span>`;
	},
};
