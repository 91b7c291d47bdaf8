// Shared by the forms on which somebody may have an idea of how something could be better.

// Where the idea came up, and what else a new proposal takes over from the record.
const IMPROVED = {
	Issue: { kind: "Ticket", named: "subject" },
	"HD Ticket": { kind: "Ticket", named: "subject" },
	"ITSM Arrangement Review": { kind: "Arrangement Review", named: "title" },
	"ITSM Nonconformity": { kind: "Nonconformity", named: "title", takes: ["service", "related_process"] },
	"ITSM Risk": { kind: "Risk", named: "title" },
	"ITSM Service": { kind: "Service", named: "title", as: "service" },
	"ITSM Audit": { kind: "Audit", named: "title" },
	"ITSM Management Review": { kind: "Management Review", named: "title" },
	"ITSM Objective": { kind: "Objective", named: "title", takes: ["related_process"] },
};

// Each form loads this file anew.
if (!frappe.itsm_proposals) {
	frappe.itsm_proposals = true;
	for (const [doctype, from] of Object.entries(IMPROVED)) {
		frappe.ui.form.on(doctype, { refresh: (frm) => offer_proposal(frm, from) });
	}
}

function offer_proposal(frm, { kind, named, takes = [], as }) {
	if (frm.is_new() || !frappe.model.can_create("ITSM Improvement")) return;
	const more = Object.fromEntries(takes.map((field) => [field, frm.doc[field]]));
	if (as) more[as] = frm.doc.name;
	frm.add_custom_button(__("Propose Improvement"), () =>
		frappe.new_doc("ITSM Improvement", {
			system: frm.doc.system,
			title: (frm.doc[named] || "").slice(0, 140),
			source_kind: kind,
			reference_doctype: frm.doctype,
			reference_name: frm.doc.name,
			...more,
		})
	);
}
