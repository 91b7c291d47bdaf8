{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Responsibility Matrix"] = {
	filters: [system_filter()],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data) return shown;
		if (column.fieldname === "title") {
			const link = frappe.utils.get_form_link("ITSM Process", data.name);
			return `<a href="${link}">${frappe.utils.escape_html(data.title)}</a>`;
		}
		if (column.fieldname === "missing" && value) return `<span class="text-danger">${shown}</span>`;
		const detail = (data.details || {})[column.fieldname];
		if (!detail) return shown;
		return `<span title="${frappe.utils.escape_html(detail)}">${frappe.utils.escape_html(value)}</span>`;
	},
};
