frappe.listview_settings["ITSM Audit Waiver"] = {
	hide_name_column: true,
	add_fields: ["status"],

	get_indicator(doc) {
		const colours = { Draft: "gray", Granted: "orange", Confirmed: "green", Void: "red" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
