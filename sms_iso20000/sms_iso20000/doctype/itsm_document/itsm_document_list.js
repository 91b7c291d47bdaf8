frappe.listview_settings["ITSM Document"] = {
	add_fields: ["next_review_on", "workflow_state", "system", "kind", "aligned_plan", "realigned_plan"],
	hide_name_column: true,
	filters: [["workflow_state", "not in", ["Superseded", "Withdrawn"]]],

	// Which plan a process plan has to fit is known for each system; the list is drawn again then.
	onload(listview) {
		if (!frappe.model.can_read("ITSM Plan")) return;
		frappe.xcall("sms_iso20000.api.plan.in_force").then((plans) => {
			this.plans = plans;
			listview.render_list();
		});
	},

	formatters: {
		kind(value, df, doc) {
			const plan = frappe.listview_settings["ITSM Document"].plans?.[doc.system];
			const is_in_force = value === "Process Policy or Plan" && doc.workflow_state === "In Force";
			if (!plan || !is_in_force || (doc.realigned_plan || doc.aligned_plan) === plan) return __(value || "");
			return `${__(value)} <span class="indicator-pill orange">${__("To Be Realigned")}</span>`;
		},
		next_review_on(value, df, doc) {
			const shown = frappe.datetime.str_to_user(value) || "";
			const is_overdue = value && doc.workflow_state === "In Force" && value < frappe.datetime.get_today();
			return is_overdue ? `<span class="text-danger">${shown} · ${__("overdue")}</span>` : shown;
		},
	},
};
