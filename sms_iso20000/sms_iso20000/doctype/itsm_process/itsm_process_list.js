frappe.listview_settings["ITSM Process"] = {
	add_fields: ["is_active", "process_owner", "confirmed_on"],
	filters: [["is_active", "=", 1]],
	// The title says more than a number.
	hide_name_column: true,
	get_indicator(doc) {
		if (!doc.is_active) return [__("Not Active"), "gray", "is_active,=,0"];
		if (!doc.process_owner) return [__("No Owner"), "red", "is_active,=,1|process_owner,is,not set"];
		if (!doc.confirmed_on) return [__("Not Confirmed"), "orange", "is_active,=,1|confirmed_on,is,not set"];
		return [__("Confirmed"), "green", "is_active,=,1|confirmed_on,is,set"];
	},
};
