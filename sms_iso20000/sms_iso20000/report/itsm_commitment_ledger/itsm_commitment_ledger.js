{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Commitment Ledger"] = {
	tree: true,
	name_field: "key",
	parent_field: "parent",
	initial_depth: 1,

	filters: [
		system_filter(),
		{ fieldname: "months", label: __("Months Back"), fieldtype: "Int", default: 36 },
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data || column.fieldname !== "note" || !data.standing) return shown;
		const colour = { own: "green", delegated: "orange", nothing: "red" }[data.standing];
		return `<span class="indicator ${colour}">${shown}</span>`;
	},
};
