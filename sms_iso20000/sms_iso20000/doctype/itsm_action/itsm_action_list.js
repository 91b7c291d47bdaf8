frappe.listview_settings["ITSM Action"] = {
	hide_name_column: true,
	add_fields: ["status", "kind", "starts_on", "due_on", "responsible", "progress"],
	filters: [["status", "in", ["Open", "In Progress", "Done", "Ineffective"]]],

	// What takes months is seen in months, where the host begins with days; who chose otherwise finds that again.
	before_render() {
		const settings = cur_list?.user_settings;
		if (cur_list?.view_name !== "Gantt" || settings.Gantt?.gantt_view_mode) return;
		settings.Gantt = { ...settings.Gantt, gantt_view_mode: "Month" };
	},

	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (["Open", "In Progress"].includes(doc.status) && doc.due_on < today) {
			return [__("Overdue"), "red", `status,in,Open,In Progress|due_on,<,${today}`];
		}
		const colours = {
			Open: "orange",
			"In Progress": "blue",
			Done: "purple",
			Verified: "green",
			Ineffective: "red",
			Cancelled: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},

	gantt_custom_popup_html(task, action) {
		const due = frappe.datetime.str_to_user(action.due_on);
		const facts = [__(action.status), frappe.user.full_name(action.responsible), __("due on {0}", [due])];
		const escape = frappe.utils.escape_html;
		return `<div class="title">${escape(action.title)}</div><div class="subtitle">${escape(facts.join(" · "))}</div>`;
	},
};
