{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Audit Progress"] = {
	filters: [
		system_filter(),
		{
			fieldname: "programme",
			label: __("Programme"),
			fieldtype: "Link",
			options: "ITSM Audit Programme",
			get_query: () => ({ filters: { system: frappe.query_report.get_filter_value("system") } }),
		},
	],

	onload: choose_system,
};
