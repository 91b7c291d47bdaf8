// Shared by the forms that list the actions that serve their record.

// How each field of an action is shown; text of people is escaped.
const SHOWN_OF_ACTION = {
	title: ({ name, title }) => frappe.utils.get_form_link("ITSM Action", name, true, frappe.utils.escape_html(title)),
	kind: ({ kind }) => __(kind),
	status: ({ is_open, status }) => pill(is_open ? "orange" : "green", __(status)),
	responsible: ({ responsible }) => frappe.utils.escape_html(frappe.user.full_name(responsible)),
	due_on: ({ due_on }) => frappe.datetime.str_to_user(due_on),
};

const usual_columns = () => [
	["title", __("Action")],
	["status", __("Status")],
	["responsible", __("Responsible")],
	["due_on", __("Due On")],
];

// `columns` are the fields to show, each with its heading. Answers the place the table stands in.
function show_planned_actions(frm, columns = usual_columns()) {
	const wrapper = frm.get_field("actions_shown").$wrapper.empty();
	if (frm.is_new()) return wrapper;
	const heads = columns.map(([, heading]) => `<th>${heading}</th>`);
	const rows = (frm.doc.__onload?.actions || []).map(
		(action) => `<tr>${columns.map(([field]) => `<td>${SHOWN_OF_ACTION[field](action)}</td>`).join("")}</tr>`
	);
	const table = `<div class="table-responsive"><table class="table table-bordered">
		<thead><tr>${heads.join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>`;
	return wrapper.html(rows.length ? table : `<p class="text-muted">${__("No action is planned yet.")}</p>`);
}
