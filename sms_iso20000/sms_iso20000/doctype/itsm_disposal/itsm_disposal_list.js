frappe.listview_settings["ITSM Disposal"] = {
	add_fields: ["status", "document_type", "candidates", "disposed", "pending"],
};
