{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Document Completeness"] = {
	filters: [
		system_filter(),
		{ fieldname: "gaps", label: __("Only Gaps"), fieldtype: "Check" },
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		if (!data) return text;
		switch (column.fieldname) {
			case "status": {
				const colours = { Met: "green", Stale: "orange", "Not evaluable": "blue" };
				const colour = data.status && (colours[data.status] || "red");
				return colour ? `<span class="indicator-pill ${colour}">${data.status_shown}</span>` : "";
			}
			case "needed":
				return data.indent ? text : `<b>${text}</b>`;
			case "overdue":
				return `<span class="text-danger">${text || ""}</span>`;
			default:
				return text;
		}
	},
};
