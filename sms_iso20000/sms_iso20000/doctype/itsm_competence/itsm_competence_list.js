frappe.listview_settings["ITSM Competence"] = {
	hide_name_column: true,
	add_fields: ["is_active"],
	filters: [["is_active", "=", 1]],

	get_indicator: (doc) =>
		doc.is_active ? [__("Active"), "green", "is_active,=,1"] : [__("Inactive"), "gray", "is_active,=,0"],
};
