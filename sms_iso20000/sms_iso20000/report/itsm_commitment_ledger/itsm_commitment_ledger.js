frappe.query_reports["ITSM Commitment Ledger"] = {
	tree: true,
	name_field: "key",
	parent_field: "parent",
	initial_depth: 1,

	filters: [
		{ fieldname: "system", label: __("System"), fieldtype: "Link", options: "ITSM System" },
		{ fieldname: "months", label: __("Months Back"), fieldtype: "Int", default: 36 },
	],

	onload(report) {
		frappe.db.get_list("ITSM System", { filters: { is_active: 1 }, limit: 1, order_by: "creation asc" }).then(([first]) => {
			if (first && !report.get_filter_value("system")) report.set_filter_value("system", first.name);
		});
	},

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data || column.fieldname !== "note" || !data.standing) return shown;
		const colour = { own: "green", delegated: "orange", nothing: "red" }[data.standing];
		return `<span class="indicator ${colour}">${shown}</span>`;
	},
};
