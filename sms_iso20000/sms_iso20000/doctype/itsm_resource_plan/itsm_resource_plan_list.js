frappe.listview_settings["ITSM Resource Plan"] = {
	hide_name_column: true,
	add_fields: ["status", "period_start", "period_end"],
	filters: [["status", "!=", "Replaced"]],

	get_indicator(doc) {
		if (doc.status === "Decided" && doc.period_end < frappe.datetime.get_today()) {
			return [__("Period Over"), "gray", "status,=,Decided"];
		}
		const colours = { Draft: "orange", Submitted: "blue", Decided: "green", Replaced: "gray" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
