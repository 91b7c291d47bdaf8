frappe.listview_settings["ITSM Communication"] = {
	hide_name_column: true,
	add_fields: ["status", "purpose", "sent_by", "sent_on", "reach"],
};
