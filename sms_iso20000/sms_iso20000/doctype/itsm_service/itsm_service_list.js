{% include "sms_iso20000/public/js/print_catalogue.js" %}

frappe.listview_settings["ITSM Service"] = {
	add_fields: ["system", "workflow_state", "is_public"],
	// The title says more than a number.
	hide_name_column: true,
	filters: [["workflow_state", "!=", "Retired"]],

	onload(listview) {
		listview.page.add_inner_button(__("Service Catalogue"), () =>
			frappe.set_route("query-report", "ITSM Service Catalogue")
		);
		offer_printed_catalogue(listview.page, () => system_listed(listview));
	},
};

// The one that the list is narrowed to, else that of the first service listed: most sites have one system.
function system_listed(listview) {
	const narrowed = listview.filter_area.get().find(([, field, operator]) => field === "system" && operator === "=");
	return narrowed ? narrowed[3] : listview.data[0]?.system;
}
