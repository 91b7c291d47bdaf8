frappe.listview_settings["ITSM Service"] = {
	add_fields: ["workflow_state", "is_public"],
	// The title says more than a number.
	hide_name_column: true,
	filters: [["workflow_state", "!=", "Retired"]],

	onload(listview) {
		listview.page.add_inner_button(__("Register"), () =>
			frappe.set_route("query-report", "ITSM Service Catalogue")
		);
	},
};
