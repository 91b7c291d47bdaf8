frappe.listview_settings["ITSM Sample"] = {
	hide_name_column: true,
	add_fields: ["status"],

	get_indicator(doc) {
		return [__(doc.status), doc.status === "Drawn" ? "green" : "gray", `status,=,${doc.status}`];
	},
};
