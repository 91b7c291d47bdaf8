frappe.listview_settings["ITSM Training Participant"] = {
	hide_name_column: true,
	add_fields: ["attendance", "effect"],

	get_indicator(doc) {
		const colours = { "Not Evaluated": "gray", Effective: "green", "Not Effective": "red" };
		return [__(doc.effect), colours[doc.effect], `effect,=,${doc.effect}`];
	},
};
