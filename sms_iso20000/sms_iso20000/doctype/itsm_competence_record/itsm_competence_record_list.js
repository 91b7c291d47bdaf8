frappe.listview_settings["ITSM Competence Record"] = {
	hide_name_column: true,
	add_fields: ["status", "expires_on"],

	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.status === "Draft") return [__("Draft"), "orange", "status,=,Draft"];
		if (doc.status === "Withdrawn") return [__("Withdrawn"), "gray", "status,=,Withdrawn"];
		if (doc.expires_on && doc.expires_on < today) return [__("Expired"), "red", `expires_on,<,${today}`];
		return [__("Verified"), "green", "status,=,Verified"];
	},
};
