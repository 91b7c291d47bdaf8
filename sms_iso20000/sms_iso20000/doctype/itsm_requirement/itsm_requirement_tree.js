frappe.treeview_settings["ITSM Requirement"] = {
	get_tree_nodes: "sms_iso20000.api.catalogue.children",
	disable_add_node: true,
	// The catalogue is read-only: no rename, no delete, no child.
	toolbar: [
		{
			label: __("Open"),
			condition: (node) => !!node.label,
			click: (node) => frappe.set_route("Form", "ITSM Requirement", node.label),
		},
	],
	extend_toolbar: false,
	get_label: (node) => (node.data && node.data.title) || node.label,
};
