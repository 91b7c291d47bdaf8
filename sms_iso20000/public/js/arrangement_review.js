// On the form of an arrangement: its next review, with the period that is due.

frappe.ui.form.on("ITSM Arrangement", {
	refresh(frm) {
		const is_reviewed = ["Active", "Under Improvement"].includes(frm.doc.workflow_state);
		if (frm.is_new() || !is_reviewed || !frappe.model.can_create("ITSM Arrangement Review")) return;
		frm.add_custom_button(__("New Review"), () =>
			frappe.new_doc("ITSM Arrangement Review", { arrangement: frm.doc.name })
		);
	},
});
