frappe.views.calendar["ITSM Management Review"] = {
	field_map: {
		start: "planned_on",
		end: "planned_on",
		id: "name",
		allDay: "all_day",
	},
	order_by: "planned_on",
	filters: [{ fieldtype: "Link", fieldname: "system", options: "ITSM System", label: __("System") }],
	get_events_method: "frappe.desk.calendar.get_events",
};
// The name of a field, and no text.
frappe.views.calendar["ITSM Management Review"].field_map.title = "title";
