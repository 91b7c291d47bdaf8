frappe.listview_settings["ITSM Audit Slot"] = {
	hide_name_column: true,
	add_fields: ["status", "planned_on", "planned_until", "importance"],
	filters: [["status", "in", ["Planned", "Assigned"]]],

	onload(listview) {
		if (!frappe.model.can_create("ITSM Audit")) return;
		listview.page.add_actions_menu_item(__("Create Audit"), () =>
			frappe
				.xcall("sms_iso20000.api.audit_programme.create_audit", { slots: listview.get_checked_items(true) })
				.then((audit) => frappe.set_route("Form", "ITSM Audit", audit))
		);
	},

	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (["Planned", "Assigned"].includes(doc.status) && doc.planned_until < today) {
			return [__("Overdue"), "orange", `status,in,Planned,Assigned|planned_until,<,${today}`];
		}
		const colours = { Planned: "gray", Assigned: "blue", Done: "green", Dropped: "red" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},

	formatters: {
		planned_on(value) {
			return value ? moment(value).format("YYYY-MM") : "";
		},
	},

	gantt_custom_popup_html(task, slot) {
		const escape = frappe.utils.escape_html;
		const facts = [__(slot.status), __(slot.importance || "")].filter(Boolean);
		return `<div class="title">${escape(slot.title)}</div><div class="subtitle">${escape(facts.join(" · "))}</div>`;
	},
};
