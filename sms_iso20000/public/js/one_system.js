// Shared by the reports on one system.

function system_filter() {
	return {
		fieldname: "system",
		label: __("System"),
		fieldtype: "Link",
		options: "ITSM System",
		get_query: () => ({ filters: { is_active: 1 } }),
	};
}

// Most sites have one system; it is chosen for the reader. One that the address names is set only once the server has
// confirmed it, so that the choice waits for all answers. The filter is not mandatory here, since the host takes a
// mandatory filter without a value for a fault: the server asks for it.
function choose_system(report) {
	// The host compares with what the report before this one was asked, and would not run this one for the same system.
	report.previous_filters = null;
	frappe.db
		.get_list("ITSM System", { filters: { is_active: 1 }, limit: 1, order_by: "creation asc" })
		.then(([first]) =>
			frappe.after_ajax(() => {
				if (first && !report.get_filter_value("system")) report.set_filter_value("system", first.name);
			})
		);
}
