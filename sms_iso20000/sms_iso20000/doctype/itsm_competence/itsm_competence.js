frappe.ui.form.on("ITSM Competence", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(
			__("Competence Matrix"),
			() => frappe.set_route("query-report", "ITSM Competence Matrix", { system: frm.doc.system }),
			__("View")
		);
		frm.add_custom_button(
			__("Requirements"),
			() => frappe.set_route("List", "ITSM Competence Requirement", { competence: frm.doc.name }),
			__("View")
		);
	},
});
