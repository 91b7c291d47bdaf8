frappe.listview_settings["ITSM Nonconformity"] = {
	hide_name_column: true,
	add_fields: ["workflow_state", "grade", "due_on", "area_manager", "recurrence_of"],
	filters: [["workflow_state", "not in", ["Closed", "Rejected"]]],

	formatters: {
		// On a narrow screen the host leaves the day out.
		grade(value, df, doc) {
			const colours = { Major: "red", Minor: "orange", Concern: "blue" };
			const overdue = is_overdue(doc) ? ` <span class="text-danger">${__("overdue")}</span>` : "";
			return `<span class="indicator-pill ${colours[value]}">${__(value)}</span>${overdue}`;
		},
		due_on(value, df, doc) {
			const shown = frappe.datetime.str_to_user(value) || "";
			return is_overdue(doc) ? `<span class="text-danger">${shown}</span>` : shown;
		},
	},
};

function is_overdue({ workflow_state, due_on }) {
	const is_at_work = ["Reported", "Analysis", "Action Plan", "In Action"].includes(workflow_state);
	return Boolean(due_on) && is_at_work && due_on < frappe.datetime.get_today();
}
