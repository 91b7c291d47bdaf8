frappe.listview_settings["ITSM Ticket Import"] = {
	add_fields: ["status", "tickets_added", "rows_refused"],
};
