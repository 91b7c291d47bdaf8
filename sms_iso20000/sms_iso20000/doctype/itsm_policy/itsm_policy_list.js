frappe.listview_settings["ITSM Policy"] = {
	add_fields: ["next_review_on", "revision", "workflow_state"],
	filters: [["workflow_state", "not in", ["Superseded", "Withdrawn"]]],
};
