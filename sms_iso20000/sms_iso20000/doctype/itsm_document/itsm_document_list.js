frappe.listview_settings["ITSM Document"] = {
	add_fields: ["next_review_on", "workflow_state"],
	hide_name_column: true,
	filters: [["workflow_state", "not in", ["Superseded", "Withdrawn"]]],

	formatters: {
		next_review_on(value, df, doc) {
			const shown = frappe.datetime.str_to_user(value) || "";
			const is_overdue = value && doc.workflow_state === "In Force" && value < frappe.datetime.get_today();
			return is_overdue ? `<span class="text-danger">${shown} · ${__("overdue")}</span>` : shown;
		},
	},
};
