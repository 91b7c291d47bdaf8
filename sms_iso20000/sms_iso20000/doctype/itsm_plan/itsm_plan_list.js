frappe.listview_settings["ITSM Plan"] = {
	add_fields: ["next_review_on", "revision", "workflow_state"],
	hide_name_column: true,
	filters: [["workflow_state", "not in", ["Superseded", "Withdrawn"]]],
};
