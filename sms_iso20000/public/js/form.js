// Shared by the forms of ours.

// On a phone the host lets a long title push the status off the page, and the timeline a seal that has no spaces.
frappe.dom.set_style(
	`.timeline-content { overflow-wrap: anywhere; }
	@media (max-width: 767px) {
		.page-head .page-title,
		.page-head .title-area,
		.page-head .title-area > div,
		.page-head .title-area .title-text { min-width: 0; }
	}`,
	"itsm-narrow"
);

function offer_decisions(frm) {
	if (!frappe.model.can_read("ITSM Decision")) return;
	frm.add_custom_button(
		__("Decisions"),
		() => frappe.set_route("List", "ITSM Decision", { reference_name: frm.doc.name }),
		__("View")
	);
}

// The host hides the primary button once it has been told the actions of the workflow: what offers one waits for it.
function after_the_host(offer) {
	frappe.after_ajax(() => setTimeout(offer));
}

// `sentences` are those the server would refuse the step with, escaped by it.
function say_what_is_missing(frm, step, sentences) {
	if (!sentences.length) return;
	const items = sentences.map((sentence) => `<li>${sentence}</li>`).join("");
	// A form whose record was just made is refreshed twice, and each time the server is asked.
	frm.$wrapper.find(".form-message-container > .form-message:has(.itsm-missing), .itsm-missing").remove();
	const said = `${__("Before {0}:", [__(step)])}<ul class="mb-0">${items}</ul>`;
	frm.set_intro(`<div class="itsm-missing">${said}</div>`, "orange");
}

function prompt_for_reason(title, answered) {
	return frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		answered,
		title,
		title
	);
}

// Where a step needs a reason, it is asked for and noted before the step is taken. `steps` are the states to which
// such actions lead.
function note_reason_before_step(frm, steps) {
	const action = frm.selected_workflow_action;
	const step = steps[action];
	if (!step) return;
	frappe.dom.unfreeze();
	return new Promise((resolve, reject) => {
		let confirmed = false;
		const dialog = prompt_for_reason(__(action), ({ reason }) => {
			confirmed = true;
			frm
				.call("give_reason", { step, reason })
				.then(() => frm.reload_doc())
				.then(resolve, reject);
		});
		// A prompt hides itself before it hands over what was answered.
		dialog.onhide = () => setTimeout(() => confirmed || reject());
	});
}

// By name: a form's own call is refused where a step saved the record meanwhile.
function read_stored(frm, method, args = {}) {
	return frappe.xcall("run_doc_method", { dt: frm.doctype, dn: frm.doc.name, method, args });
}

// Most sites have one system; nobody who reports or proposes something should have to know its name.
function choose_only_system(frm) {
	frappe.db
		.get_list("ITSM System", { filters: { is_active: 1 }, limit: 2, order_by: "creation asc" })
		.then((systems) => {
			if (systems.length === 1 && frm.is_new() && !frm.doc.system) frm.set_value("system", systems[0].name);
		});
}
