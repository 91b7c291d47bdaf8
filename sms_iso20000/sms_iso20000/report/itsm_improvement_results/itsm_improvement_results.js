{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Improvement Results"] = {
	filters: [
		system_filter(),
		{
			fieldname: "since",
			label: __("Closed Since"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
	],

	onload(report) {
		choose_system(report);
		if (!frappe.model.can_create("ITSM Communication")) return;
		report.page.add_inner_button(__("Tell People"), () => tell_people(report));
	},

	formatter(value, row, column, data, default_formatter) {
		if (data && column.fieldname === "dimension") return __(data.dimension || "");
		if (data && column.fieldname === "met" && data.met) {
			return `<span class="indicator-pill ${data.is_met ? "green" : "red"}">${data.met}</span>`;
		}
		return default_formatter(value, row, column, data);
	},
};

// A draft that says what was made; to whom it goes is for the sender to say.
function tell_people(report) {
	const { system, since } = report.get_values();
	if (!system) return;
	frappe
		.xcall("sms_iso20000.api.improvement.draft_telling", { system, since: since || "" })
		.then((name) => frappe.set_route("Form", "ITSM Communication", name));
}
