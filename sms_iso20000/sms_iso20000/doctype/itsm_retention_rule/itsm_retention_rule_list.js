frappe.listview_settings["ITSM Retention Rule"] = {
	hide_name_column: true,
	add_fields: ["document_type", "retention_months", "disposal_method", "legal_hold", "status"],
	filters: [["status", "!=", "Withdrawn"]],
};
