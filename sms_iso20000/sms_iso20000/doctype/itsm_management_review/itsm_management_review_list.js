frappe.listview_settings["ITSM Management Review"] = {
	hide_name_column: true,
	add_fields: ["workflow_state", "planned_on"],

	get_indicator(doc) {
		if (["Planned", "Inputs Compiled"].includes(doc.workflow_state) && doc.planned_on < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", `workflow_state,=,${doc.workflow_state}|planned_on,<,Today`];
		}
		const colours = { Planned: "gray", "Inputs Compiled": "blue", Held: "orange", Signed: "green" };
		return [__(doc.workflow_state), colours[doc.workflow_state], `workflow_state,=,${doc.workflow_state}`];
	},
};
