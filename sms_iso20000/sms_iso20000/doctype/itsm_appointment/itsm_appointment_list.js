frappe.listview_settings["ITSM Appointment"] = {
	hide_name_column: true,
	add_fields: ["appointee", "related_process", "starts_on", "ends_on", "status"],

	button: {
		show: (doc) => doc.status === "Appointed" && doc.appointee === frappe.session.user,
		get_label: () => __("Answer"),
		get_description: (doc) => __("Open {0}", [doc.name]),
		action: (doc) => frappe.set_route("Form", "ITSM Appointment", doc.name),
	},
};
