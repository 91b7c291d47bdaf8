frappe.listview_settings["ITSM Budget Line"] = {
	hide_name_column: true,
	add_fields: ["is_active", "budgeted", "spent", "spent_as_of", "currency", "period_start", "period_end"],
	filters: [["is_active", "=", 1]],

	get_indicator(doc) {
		if (!doc.is_active) return [__("Inactive"), "gray", "is_active,=,0"];
		// Lines that the accounts of the host know more of are judged in the report.
		if (doc.spent_as_of && doc.spent > doc.budgeted) return [__("Overspent"), "red", "is_active,=,1"];
		if (doc.period_end < frappe.datetime.get_today()) return [__("Period Over"), "gray", "is_active,=,1"];
		if (!doc.spent_as_of) return [__("Not Watched"), "orange", "spent_as_of,is,not set"];
		return [__("Active"), "green", "is_active,=,1"];
	},
};
