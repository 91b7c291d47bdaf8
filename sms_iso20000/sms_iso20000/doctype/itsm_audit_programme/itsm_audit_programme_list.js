frappe.listview_settings["ITSM Audit Programme"] = {
	hide_name_column: true,
	add_fields: ["workflow_state", "cycle_end"],
	filters: [["workflow_state", "!=", "Closed"]],
};
