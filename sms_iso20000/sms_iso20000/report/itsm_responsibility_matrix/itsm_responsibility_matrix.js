frappe.query_reports["ITSM Responsibility Matrix"] = {
	filters: [{ fieldname: "system", label: __("System"), fieldtype: "Link", options: "ITSM System" }],

	// Most sites have one system; it is chosen for the reader, once the address had its say. The server asks for one: the
	// host takes a mandatory filter without a value for a fault.
	onload(report) {
		frappe.db
			.get_list("ITSM System", { filters: { is_active: 1 }, limit: 1, order_by: "creation asc" })
			.then(([first]) =>
				frappe.after_ajax(() => {
					if (first && !report.get_filter_value("system")) report.set_filter_value("system", first.name);
				})
			);
	},

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
