frappe.views.calendar["ITSM Action"] = {
	field_map: {
		start: "starts_on",
		end: "due_on",
		id: "name",
		progress: "progress",
	},
	gantt: true,
	order_by: "due_on",
	filters: [
		{ fieldtype: "Link", fieldname: "system", options: "ITSM System", label: __("System") },
		{ fieldtype: "Link", fieldname: "responsible", options: "User", label: __("Responsible") },
	],
	get_events_method: "frappe.desk.calendar.get_events",
};
// The name of a field, and no text.
frappe.views.calendar["ITSM Action"].field_map.title = "title";
