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
		const parts = data?.[`${column.fieldname}_parts`];
		if (!parts) return shown;
		const colours = { Done: "green", Assigned: "blue", Planned: "gray", Overdue: "orange", Hole: "red" };
		const escape = frappe.utils.escape_html;
		return parts
			.map(([when, standing]) => {
				const told = escape(`${when} · ${__(standing)}`);
				return `<span class="indicator-pill no-indicator-dot ${colours[standing]}" title="${told}">${escape(when)}</span>`;
			})
			.join(" ");
	},
};
