const EXTERNAL = "External Document";

frappe.ui.form.on("ITSM Document", {
	setup(frm) {
		offer_audiences(frm);
		const people = () => ({ filters: { enabled: 1, user_type: "System User" } });
		frm.set_query("document_owner", people);
		frm.set_query("approver", people);
		frm.set_query("user", "reviewers", people);
		frm.set_query("use_doctype", "points_of_use", () => ({ filters: { istable: 0, issingle: 0 } }));
	},

	refresh(frm) {
		name_by_kind(frm);
		show_revision(frm, {
			may_keep: [frm.doc.document_owner, frm.doc.approver].includes(frappe.session.user),
			keep_label: is_external(frm) ? __("Checked Against the Master") : __("Reviewed, No Change"),
			views: [...views_of_people(frm.doc), ...views_of_revisions(frm.doc)],
		});
	},

	kind: name_by_kind,
	before_workflow_action: ask_withdrawal_reason,
});

function is_external(frm) {
	return frm.doc.kind === EXTERNAL;
}

// An external document is reviewed by looking whether its edition is still the one that is valid.
function name_by_kind(frm) {
	const labels = is_external(frm)
		? { last: __("Last Checked Against the Master"), next: __("Next Check Against the Master") }
		: { last: __("Last Reviewed On"), next: __("Next Review Due On") };
	frm.set_df_property("last_reviewed_on", "label", labels.last);
	frm.set_df_property("next_review_on", "label", labels.next);
}

function views_of_people(doc) {
	if (!frappe.model.can_read("ITSM Decision")) return [];
	const filters = { reference_name: doc.name };
	return doc.__onload?.asks_acknowledgement
		? [[__("Who Has Acknowledged"), "List", "ITSM Acknowledgement", filters]]
		: [[__("Who Was Told"), "List", "ITSM Communication", filters]];
}
