frappe.listview_settings["ITSM Orphan"] = {
	filters: [["status", "=", "Open"]],
};
