{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Party Scorecard"] = {
	tree: true,
	name_field: "key",
	parent_field: "parent",
	initial_depth: 2,

	filters: [
		system_filter(),
		{
			fieldname: "kind",
			label: __("Kind of Party"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Supplier", label: __("Supplier") },
				{ value: "Internal Group", label: __("Internal Group") },
				{ value: "Customer", label: __("Customer") },
			],
		},
		{ fieldname: "from_date", label: __("From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To"), fieldtype: "Date" },
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		// What was not measured is no zero.
		if (value === null || value === undefined || value === "") return "";
		switch (column.fieldname) {
			case "title": {
				const title = frappe.utils.escape_html(value);
				if (data.arrangement) {
					return frappe.utils.get_form_link("ITSM Arrangement", data.arrangement, true, title);
				}
				return data.indent ? title : `<b>${title}</b>`;
			}
			case "standing":
				return `<span class="indicator-pill ${data.colour}">${frappe.utils.escape_html(value)}</span>`;
			case "change": {
				const sign = value > 0 ? "▲" : value < 0 ? "▼" : "";
				return `<div class="text-right">${sign} ${format_number(Math.abs(value), null, 2)}</div>`;
			}
			default:
				return default_formatter(value, row, column, data);
		}
	},
};
