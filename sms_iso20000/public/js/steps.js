// Shared by the forms of records whose steps the host's workflow shows.

// The next step is the primary button; what stands against it is said above the form. `next` has action and state of
// the step that leads on from each state, and `take` takes it.
function offer_step_onwards(frm, next, take = take_step) {
	frm.set_intro("");
	const [action, step] = next[frm.doc.workflow_state] || [];
	if (!step || frm.is_dirty() || !frappe.model.can_write(frm.doctype)) return;
	const { name, workflow_state } = frm.doc;
	const show = (missing) => {
		if (frm.doc.name !== name || frm.doc.workflow_state !== workflow_state || frm.is_dirty()) return;
		say_what_is_missing(frm, step, Object.values(missing));
		if (Object.keys(missing).length) return;
		frm.page.set_primary_action(__(action), () => take(frm, action, step));
	};
	read_stored(frm, "what_is_missing", { step }).then((missing) => after_the_host(() => show(missing)));
}

function take_step(frm, action) {
	return frappe
		.xcall("frappe.model.workflow.apply_workflow", { doc: frm.doc, action })
		.then(() => frm.reload_doc());
}

function pill(colour, text) {
	return `<span class="indicator-pill ${colour}">${text}</span>`;
}

// What is missing as a list whose sentences lead to where each is entered. They are those that the server refuses
// with, escaped by it; `entered_in` has the field of each code.
function list_of_missing(missing, entered_in) {
	const items = Object.entries(missing).map(
		([code, sentence]) => `<li><a href="#" data-field="${entered_in[code]}">${sentence}</a></li>`
	);
	return `<ul>${items.join("")}</ul>`;
}

function lead_to_fields(frm, wrapper) {
	wrapper.find("a[data-field]").on("click", function () {
		frm.scroll_to_field(this.dataset.field);
		return false;
	});
}
