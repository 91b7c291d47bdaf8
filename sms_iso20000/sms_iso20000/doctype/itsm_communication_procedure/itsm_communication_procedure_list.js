frappe.listview_settings["ITSM Communication Procedure"] = {
	hide_name_column: true,
	add_fields: ["is_active", "next_due_on"],
	filters: [["is_active", "=", 1]],

	get_indicator(doc) {
		if (!doc.is_active) return [__("Inactive"), "gray", "is_active,=,0"];
		const is_overdue = doc.next_due_on && doc.next_due_on < frappe.datetime.get_today();
		return is_overdue ? [__("Overdue"), "red", "is_active,=,1"] : [__("Active"), "green", "is_active,=,1"];
	},
};
