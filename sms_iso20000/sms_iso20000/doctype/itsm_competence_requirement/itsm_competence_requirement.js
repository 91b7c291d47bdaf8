frappe.ui.form.on("ITSM Competence Requirement", {
	setup(frm) {
		frm.set_query("competence", () => ({ filters: { system: frm.doc.system, is_active: 1 } }));
		frm.set_query("related_process", () => ({ filters: { system: frm.doc.system, is_active: 1 } }));
		frm.set_query("role", () => ({ filters: { disabled: 0 } }));
	},

	refresh(frm) {
		frm.set_intro("");
		if (frm.is_new()) return;
		show_counts(frm);
		frm.add_custom_button(
			__("Competence Matrix"),
			() => frappe.set_route("query-report", "ITSM Competence Matrix", { system: frm.doc.system }),
			__("View")
		);
		if (frm.doc.is_active && frappe.model.can_write(frm.doctype)) {
			frm.add_custom_button(__("Confirm"), () => frm.call("confirm").then(() => frm.reload_doc()));
		}
	},
});

function show_counts(frm) {
	const counts = frm.doc.__onload?.counts;
	if (!counts || !frm.doc.is_active) return;
	if (!counts.people) {
		frm.set_intro(__("Nobody has this role now."), "orange");
		return;
	}
	const told = __("People who need it: {0}. Of these with a gap: {1}.", [counts.people, counts.gaps]);
	frm.set_intro(told, counts.gaps ? "orange" : "green");
}
