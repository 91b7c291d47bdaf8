frappe.listview_settings["ITSM Objective"] = {
	hide_name_column: true,
	add_fields: ["status", "progress", "unit"],
	filters: [["status", "!=", "Closed"]],

	get_indicator(doc) {
		if (doc.status !== "Approved") {
			return [__(doc.status), doc.status === "Draft" ? "orange" : "gray", `status,=,${doc.status}`];
		}
		const colours = { "On Track": "green", "At Risk": "orange", Missed: "red", Achieved: "blue" };
		return [__(doc.progress), colours[doc.progress] || "gray", `progress,=,${doc.progress}`];
	},
};
