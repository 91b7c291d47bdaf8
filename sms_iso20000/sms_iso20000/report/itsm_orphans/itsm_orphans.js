{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Orphans"] = {
	filters: [system_filter()],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data || column.fieldname !== "cause_shown") return shown;
		return `<span class="indicator-pill red">${shown}</span>`;
	},
};
