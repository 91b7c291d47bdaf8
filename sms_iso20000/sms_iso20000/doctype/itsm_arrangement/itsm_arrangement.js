const PARTY_TYPES = {
	Supplier: ["Supplier", "Contact"],
	"Internal Group": ["Department", "HD Team", "User Group"],
	Customer: ["Customer", "HD Customer", "Contact"],
};
const NEXT_ACTION = {
	Draft: ["Record Agreement", "Agreed"],
	Agreed: ["Activate", "Active"],
	"Under Improvement": ["Finish Improvement", "Active"],
};
const AT_WORK = ["Active", "Under Improvement"];
// Where each part that is missing is entered.
const ENTERED_IN = {
	accountable_owner_missing: "accountable_owner",
	accountable_owner_gone: "accountable_owner",
	arrangement_over: "ends_on",
	party_gone: "party",
	party_disabled: "party",
	agreement_missing: "agreement_type",
	agreement_not_in_force: "agreement",
	agreement_ended: "agreement",
	agreement_gone: "agreement",
	authority_clause_missing: "authority_clause",
	definition_document_missing: "definition_document",
	definition_not_in_force: "definition_document",
	definition_control_missing: "definition_control",
	arrangement_interface_missing: "interfaces",
	measure_missing: "measures",
	compliance_question_missing: "compliance_questions",
	improvement_planning_missing: "improvement_planning",
	contact_person_missing: "contact_person",
	activities_missing: "activities",
	escalation_path_missing: "escalation_path",
};

frappe.ui.form.on("ITSM Arrangement", {
	setup(frm) {
		const of_this_system = () => ({ filters: { system: frm.doc.system } });
		frm.set_query("related_process", () => ({ filters: { system: frm.doc.system, is_active: 1 } }));
		frm.set_query("definition_document", () => ({
			filters: { system: frm.doc.system, workflow_state: ["not in", ["Superseded", "Withdrawn"]] },
		}));
		frm.set_query("evidence_source", "measures", of_this_system);
		frm.set_query("objective", "measures", of_this_system);
		frm.set_query("accountable_owner", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		frm.set_query("party_type", () => ({ filters: { name: ["in", PARTY_TYPES[frm.doc.party_kind] || []] } }));
		frm.set_query("agreement_type", () => ({ filters: { istable: 0, issingle: 0 } }));
		frm.set_query("agreement", () => ({ filters: filters_of_agreement(frm.doc) }));
	},

	refresh(frm) {
		frm.types_known = { party_type: frm.doc.party_type, agreement_type: frm.doc.agreement_type };
		const missing = frm.is_new() ? null : (frm.doc.__onload || {}).missing;
		show_standing(frm, missing);
		show_what_is_missing(frm, missing);
		if (frm.is_new()) return;
		offer_step_onwards(frm, NEXT_ACTION);
		offer_decisions(frm);
	},

	before_workflow_action: (frm) =>
		note_reason_before_step(frm, {
			"Return to Draft": "Draft",
			"Start Improvement": "Under Improvement",
			"End Arrangement": "Ended",
		}),

	party_kind(frm) {
		if (!(PARTY_TYPES[frm.doc.party_kind] || []).includes(frm.doc.party_type)) frm.set_value("party_type", "");
	},

	party_type(frm) {
		if (!is_another_type(frm, "party_type")) return;
		frm.set_value("party", "");
		frm.set_value("party_name", "");
	},

	agreement_type(frm) {
		if (is_another_type(frm, "agreement_type")) frm.set_value("agreement", "");
	},
});

// The host also asks for what a new form begins with, as when it is opened from a supplier.
function is_another_type(frm, field) {
	const before = frm.types_known[field];
	frm.types_known[field] = frm.doc[field];
	return (before || "") !== (frm.doc[field] || "");
}

function filters_of_agreement({ system, agreement_type }) {
	return agreement_type === "ITSM Document" ? { system, workflow_state: "In Force" } : {};
}

function parts() {
	return [
		["a", __("a) Accountability and Authority")],
		["b", __("b) Definition and Interfaces")],
		["c", __("c) Performance and Compliance")],
		["d", __("d) Improvement Priority")],
		["management", __("Way of Management")],
	];
}

function show_standing(frm, missing) {
	const wrapper = frm.get_field("standing").$wrapper.empty();
	if (!missing) return;
	const { workflow_state, next_review_on } = frm.doc;
	const pills = parts().map(([part, label]) => pill(Object.keys(missing[part]).length ? "orange" : "green", label));
	const lines = [pills.join(" ")];
	if (AT_WORK.includes(workflow_state) && next_review_on) {
		const is_overdue = next_review_on < frappe.datetime.get_today();
		const day = frappe.datetime.str_to_user(next_review_on);
		lines.push(
			is_overdue
				? pill("red", __("Review overdue since {0}", [day]))
				: pill("blue", __("Next review by {0}", [day]))
		);
	}
	wrapper.html(lines.map((line) => `<p>${line}</p>`).join(""));
}

// A checklist: what is complete is ticked, what is missing says what to do and leads to where it is entered.
function show_what_is_missing(frm, missing) {
	const wrapper = frm.get_field("missing").$wrapper.empty();
	if (!missing) return;
	wrapper.html(parts().map(([part, label]) => checklist(label, missing[part])).join(""));
	lead_to_fields(frm, wrapper);
}

function checklist(label, missing) {
	if (!Object.keys(missing).length) return `<p>${frappe.utils.icon("tick", "sm")} ${label}</p>`;
	return `<p class="mb-1"><b>${label}</b></p>${list_of_missing(missing, ENTERED_IN)}`;
}
