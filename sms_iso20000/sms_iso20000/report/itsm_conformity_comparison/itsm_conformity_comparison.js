{% include "sms_iso20000/public/js/compared.js" %}

frappe.query_reports["ITSM Conformity Comparison"] = {
	filters: [
		{
			fieldname: "earlier",
			label: __("Earlier Run"),
			fieldtype: "Link",
			options: "ITSM Conformity Run",
		},
		{
			fieldname: "later",
			label: __("Later Run"),
			fieldtype: "Link",
			options: "ITSM Conformity Run",
		},
	],

	onload: show_once_answered,

	formatter(value, row, column, data, default_formatter) {
		if (data && ["before", "after"].includes(column.fieldname)) return __(value || "");
		return default_formatter(value, row, column, data);
	},
};
