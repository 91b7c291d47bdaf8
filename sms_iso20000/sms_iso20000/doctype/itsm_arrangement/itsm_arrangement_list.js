frappe.listview_settings["ITSM Arrangement"] = {
	add_fields: ["workflow_state", "next_review_on"],
	// The title says more than a number.
	hide_name_column: true,
	filters: [["workflow_state", "!=", "Ended"]],

	formatters: {
		next_review_on(value, df, doc) {
			const shown = frappe.datetime.str_to_user(value) || "";
			const is_at_work = ["Active", "Under Improvement"].includes(doc.workflow_state);
			const is_overdue = value && is_at_work && value < frappe.datetime.get_today();
			return is_overdue ? `<span class="text-danger">${shown} · ${__("overdue")}</span>` : shown;
		},
	},
};
