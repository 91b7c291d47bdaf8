frappe.listview_settings["ITSM Service Asset"] = {
	hide_name_column: true,
	add_fields: ["kind", "is_active", "expires_on", "checked_on"],
	filters: [["is_active", "=", 1]],

	get_indicator(doc) {
		if (!doc.is_active) return [__("Inactive"), "gray", "is_active,=,0"];
		const today = frappe.datetime.get_today();
		if (doc.expires_on && doc.expires_on < today) return [__("Expired"), "red", `expires_on,<,${today}`];
		if (!doc.checked_on) return [__("Never Checked"), "orange", "checked_on,is,not set"];
		return [__("Active"), "green", "is_active,=,1"];
	},
};
