frappe.listview_settings["ITSM Improvement"] = {
	hide_name_column: true,
	add_fields: ["workflow_state", "score", "effort", "benefit_size", "improvement_owner"],
	filters: [["workflow_state", "not in", ["Closed", "Rejected"]]],

	onload(list) {
		list.page.add_inner_button(__("Board"), () =>
			frappe.set_route("List", "ITSM Improvement", "Kanban", "ITSM Improvements")
		);
		list.page.add_inner_button(__("Portfolio"), () =>
			frappe.set_route("query-report", "ITSM Improvement Portfolio")
		);
	},

	formatters: {
		score(value, df, doc) {
			if (doc.workflow_state === "Proposed") return `<span class="text-muted">${__("not scored")}</span>`;
			const colour = value >= 70 ? "green" : value >= 40 ? "orange" : "gray";
			return `<span class="indicator-pill ${colour}">${frappe.format(value, { fieldtype: "Float", precision: 1 }, { inline: 1 })}</span>`;
		},
	},
};
