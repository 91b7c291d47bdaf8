frappe.listview_settings["ITSM Training"] = {
	hide_name_column: true,
	add_fields: ["status", "ends_on", "evaluation_due_on"],

	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		const colours = { Planned: "blue", Held: "orange", Evaluated: "green", Cancelled: "gray" };
		if (doc.status === "Planned" && doc.ends_on < today) {
			return [__("Overdue"), "red", `status,=,Planned|ends_on,<,${today}`];
		}
		if (doc.status === "Held" && doc.evaluation_due_on <= today) {
			return [__("To Be Evaluated"), "red", `status,=,Held|evaluation_due_on,<=,${today}`];
		}
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
