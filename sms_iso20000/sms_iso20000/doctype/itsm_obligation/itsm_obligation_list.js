frappe.listview_settings["ITSM Obligation"] = {
	hide_name_column: true,
	add_fields: ["is_active", "ends_on", "next_review_on"],
	filters: [["is_active", "=", 1]],

	get_indicator(doc) {
		if (!doc.is_active) return [__("Inactive"), "gray", "is_active,=,0"];
		const today = frappe.datetime.get_today();
		if (doc.ends_on && doc.ends_on < today) return [__("Ended"), "red", `ends_on,<,${today}`];
		if (doc.next_review_on < today) return [__("Review Overdue"), "orange", `next_review_on,<,${today}`];
		return [__("In Force"), "green", "is_active,=,1"];
	},
};
