const OF_BODIES = ["Certification Stage 1", "Certification Stage 2", "Surveillance", "Recertification"];
const SEALED_IN = ["Follow-up", "Closed", "Called Off"];
const PEOPLE = () => ({ filters: { enabled: 1, user_type: "System User" } });

frappe.ui.form.on("ITSM Audit", {
	setup(frm) {
		offer_audiences(frm);
		frm.set_query("lead_auditor", PEOPLE);
		frm.set_query("user", "team", PEOPLE);
		frm.set_query("programme", () => ({ filters: { system: frm.doc.system } }));
		frm.set_query("subject", "subjects", () => ({ filters: { system: frm.doc.system } }));
		frm.set_query("sample", "checklist", () => ({ filters: { audit: frm.doc.name } }));
	},

	refresh(frm) {
		show_clauses(frm);
		show_audit_standing(frm);
		show_independence(frm);
		show_checklist(frm);
		if (frm.is_new()) return;
		offer_decisions(frm);
		offer_told(frm);
		show_what_is_missing(frm);
		if (frm.doc.called_off_on) show_why_called_off(frm);
		if (SEALED_IN.includes(frm.doc.workflow_state)) only_the_ledger(frm);
	},

	before_workflow_action: (frm) => note_reason_before_step(frm, { "Call Off Audit": "Called Off" }),

	// The host hands on the record without what it was loaded with.
	after_workflow_action: (frm) => frm.reload_doc(),

	kind: (frm) => frm.refresh_fields(),
});

function show_what_is_missing(frm) {
	frm.set_intro("");
	const { missing, onward } = frm.doc.__onload || {};
	if (onward && !frm.is_dirty()) say_what_is_missing(frm, onward, missing || []);
}

function show_why_called_off(frm) {
	frm.set_intro(__("Reason: {0}", [frappe.utils.escape_html(frm.doc.step_reason)]), "orange");
}

function show_audit_standing(frm) {
	const counts = {};
	for (const { result } of frm.doc.checklist || []) if (result) counts[result] = (counts[result] || 0) + 1;
	const pills = Object.keys(RESULT_COLOURS)
		.filter((result) => counts[result])
		.map((result) => `<span class="indicator-pill ${RESULT_COLOURS[result]}">${__(result)} ${counts[result]}</span>`);
	frm.get_field("standing").$wrapper.html(pills.join(" "));
	frm.toggle_display(["standing", "standing_section"], !!pills.length);
}

function offer_told(frm) {
	const open = (doctype, filters) => () => frappe.set_route("List", doctype, filters);
	if (frm.doc.communication && frappe.model.can_read("ITSM Communication Receipt")) {
		const of_this = { communication: frm.doc.communication };
		frm.add_custom_button(__("Who Was Told"), open("ITSM Communication Receipt", of_this), __("View"));
	}
	if (frappe.model.can_read("ITSM Nonconformity")) {
		const of_this = { reference_name: frm.doc.name };
		frm.add_custom_button(__("Nonconformities"), open("ITSM Nonconformity", of_this), __("View"));
	}
}

// A requirement is found by its clause, which its name begins with after the edition.
function show_clauses(frm) {
	for (const table of ["requirements", "checklist"]) {
		frm.get_field(table).grid.update_docfield_property("requirement", "formatter", (value) => {
			const title = frappe.utils.get_link_title("ITSM Requirement", value);
			return frappe.utils.escape_html([(value || "").replace(/^\S+ /, ""), title].filter(Boolean).join(" "));
		});
	}
	frm.refresh_field("requirements");
}

// What comes after the report is the certificate and the answer to the body.
function only_the_ledger(frm) {
	for (const table of ["subjects", "requirements", "team", "audience", "checklist"]) frm.set_df_property(table, "read_only", 1);
	if (frm.doc.workflow_state !== "Follow-up" || !OF_BODIES.includes(frm.doc.kind)) frm.disable_save();
}
