frappe.listview_settings["ITSM Acknowledgement"] = {
	add_fields: ["user", "due_on", "status"],
	// A communication has no revisions.
	formatters: { revision: (value) => value || "" },

	button: {
		show: (doc) => doc.status === "Open" && doc.user === frappe.session.user,
		get_label: () => __("Read"),
		get_description: (doc) => __("Open {0}", [doc.title]),
		action: (doc) => frappe.set_route("Form", "ITSM Acknowledgement", doc.name),
	},
};
