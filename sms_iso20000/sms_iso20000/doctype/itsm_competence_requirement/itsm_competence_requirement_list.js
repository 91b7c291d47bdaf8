frappe.listview_settings["ITSM Competence Requirement"] = {
	hide_name_column: true,
	add_fields: ["is_active", "reviewed_on"],
	filters: [["is_active", "=", 1]],

	get_indicator: (doc) =>
		doc.is_active ? [__("Active"), "green", "is_active,=,1"] : [__("Inactive"), "gray", "is_active,=,0"],

	onload(list) {
		if (!frappe.model.can_write(list.doctype)) return;
		list.page.add_actions_menu_item(__("Confirm"), () =>
			frappe
				.xcall("sms_iso20000.api.competence.confirm_requirements", { names: list.get_checked_items(true) })
				.then(() => list.refresh())
		);
	},
};
