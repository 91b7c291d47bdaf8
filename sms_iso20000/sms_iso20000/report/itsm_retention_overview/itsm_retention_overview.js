{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Retention Overview"] = {
	filters: [system_filter()],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data) return shown;
		if (column.fieldname === "rule" && value) return frappe.utils.get_form_link(column.options, value, true, data.title);
		if (["document_type", "status", "disposal_method"].includes(column.fieldname)) return value ? __(value) : "";
		if (column.fieldname === "due" && value) return `<span class="indicator-pill orange">${value}</span>`;
		if (column.fieldname !== "remarks" || !value) return shown;
		return `<span class="text-danger">${frappe.utils.escape_html(value)}</span>`;
	},
};
