// Field that names a slot.
const SHOWN_AS = "title";

frappe.views.calendar["ITSM Audit Slot"] = {
	field_map: {
		start: "planned_on",
		end: "planned_until",
		id: "name",
		title: SHOWN_AS,
		status: "status",
	},
	gantt: true,
	order_by: "planned_on",
	// When a slot is due is changed by moving it, with a reason.
	options: { editable: false },
	filters: [
		{ fieldtype: "Link", fieldname: "system", options: "ITSM System", label: __("System") },
		{ fieldtype: "Link", fieldname: "programme", options: "ITSM Audit Programme", label: __("Programme") },
	],
	get_events_method: "frappe.desk.calendar.get_events",
};
