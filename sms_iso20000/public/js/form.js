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

// `sentences` are those the server would refuse the step with, escaped by it.
function say_what_is_missing(frm, step, sentences) {
	if (!sentences.length) return;
	const items = sentences.map((sentence) => `<li>${sentence}</li>`).join("");
	frm.set_intro(`${__("Before {0}:", [__(step)])}<ul class="mb-0">${items}</ul>`, "orange");
}
