{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Audit Coverage"] = {
	filters: [
		system_filter(),
		{
			fieldname: "programme",
			label: __("Programme"),
			fieldtype: "Link",
			options: "ITSM Audit Programme",
			get_query: () => ({ filters: { system: frappe.query_report.get_filter_value("system") } }),
		},
		{ fieldname: "only_holes", label: __("Only Holes"), fieldtype: "Check" },
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const standing = data?.[`${column.fieldname}_standing`];
		if (!standing) return shown;
		const colours = { Done: "green", Assigned: "blue", Planned: "gray", Overdue: "orange", Hole: "red" };
		const text = frappe.utils.escape_html(value);
		return `<span class="indicator-pill ${colours[standing]}" title="${text}">${text}</span>`;
	},
};
