frappe.listview_settings["ITSM Audit"] = {
	hide_name_column: true,
	add_fields: ["workflow_state", "starts_on", "kind"],

	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (["Planned", "Preparing"].includes(doc.workflow_state) && doc.starts_on && doc.starts_on < today) {
			return [__("Late"), "red", `workflow_state,in,Planned,Preparing|starts_on,<,${today}`];
		}
		const colours = {
			Planned: "gray",
			Preparing: "orange",
			Fieldwork: "blue",
			Reporting: "purple",
			"Follow-up": "yellow",
			Closed: "green",
			"Called Off": "darkgrey",
		};
		return [__(doc.workflow_state), colours[doc.workflow_state], `workflow_state,=,${doc.workflow_state}`];
	},
};
