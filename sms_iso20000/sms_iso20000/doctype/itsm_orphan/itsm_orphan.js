frappe.ui.form.on("ITSM Orphan", {
	refresh(frm) {
		if (frm.doc.status !== "Open" || !frappe.model.can_read(frm.doc.reference_doctype)) return;
		frm
			.add_custom_button(__("Open the Record"), () =>
				frappe.set_route("Form", frm.doc.reference_doctype, frm.doc.reference_name)
			)
			.addClass("btn-primary");
	},
});
