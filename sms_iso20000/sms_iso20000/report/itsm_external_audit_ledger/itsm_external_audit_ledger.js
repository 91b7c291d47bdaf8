{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM External Audit Ledger"] = {
	filters: [
		system_filter(),
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Certification Stage 1", label: __("Certification Stage 1") },
				{ value: "Certification Stage 2", label: __("Certification Stage 2") },
				{ value: "Surveillance", label: __("Surveillance") },
				{ value: "Recertification", label: __("Recertification") },
			],
		},
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		if (["kind", "workflow_state"].includes(column.fieldname)) {
			return data[column.fieldname] ? __(data[column.fieldname]) : "";
		}
		const colours = {
			Valid: "green",
			"Expires Soon": "orange",
			Expired: "red",
			Due: "blue",
			Overdue: "red",
			Answered: "green",
			"Answered Late": "orange",
		};
		if (["validity", "response"].includes(column.fieldname) && data[column.fieldname]) {
			return `<span class="indicator-pill ${colours[data[column.fieldname]]}">${__(data[column.fieldname])}</span>`;
		}
		return default_formatter(value, row, column, data);
	},
};
