frappe.ui.form.on("ITSM Policy", {
	setup: offer_audiences,

	refresh(frm) {
		show_revision(frm, {
			may_keep: frappe.user.has_role("ITSM Top Management"),
			keep_label: __("Reviewed, No Change"),
			views: views_of(frm),
		});
	},

	before_workflow_action: ask_withdrawal_reason,
});

function views_of({ doc }) {
	const views = [];
	if (frappe.model.can_read("ITSM Decision")) {
		const filters = { document: doc.name };
		views.push([__("Who Has Acknowledged"), "query-report", "ITSM Acknowledgement Status", filters]);
	}
	views.push(...views_of_revisions(doc));
	return views;
}
