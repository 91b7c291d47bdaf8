// Field that names an audit.
const SHOWN_AS = "title";

frappe.views.calendar["ITSM Audit"] = {
	field_map: {
		start: "starts_on",
		end: "ends_on",
		id: "name",
		allDay: "all_day",
	},
	order_by: "starts_on",
	filters: [
		{ fieldtype: "Link", fieldname: "system", options: "ITSM System", label: __("System") },
		{ fieldtype: "Link", fieldname: "lead_auditor", options: "User", label: __("Lead Auditor") },
	],
	get_events_method: "frappe.desk.calendar.get_events",
};
// The name of a field, and no text.
frappe.views.calendar["ITSM Audit"].field_map.title = "title";
