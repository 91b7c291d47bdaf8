frappe.listview_settings["ITSM Nonconformity"] = {
	hide_name_column: true,
	add_fields: ["workflow_state", "grade", "due_on", "area_manager", "recurrence_of"],
	filters: [["workflow_state", "not in", ["Closed", "Rejected"]]],

	formatters: {
		grade(value) {
			const colours = { Major: "red", Minor: "orange", Concern: "blue" };
			return `<span class="indicator-pill ${colours[value]}">${__(value)}</span>`;
		},
		due_on(value, df, doc) {
			const shown = frappe.datetime.str_to_user(value) || "";
			const is_at_work = ["Reported", "Analysis", "Action Plan", "In Action"].includes(doc.workflow_state);
			const is_overdue = value && is_at_work && value < frappe.datetime.get_today();
			return is_overdue ? `<span class="text-danger">${shown} · ${__("overdue")}</span>` : shown;
		},
	},
};
