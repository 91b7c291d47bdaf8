frappe.ui.form.on("ITSM Acknowledgement", {
	refresh(frm) {
		frm.disable_save();
		frm.add_custom_button(__("Read the Document"), () =>
			frappe.set_route("Form", frm.doc.reference_doctype, frm.doc.reference_name)
		);
		if (frm.doc.status === "Open" && frm.doc.user === frappe.session.user) {
			frm.page.set_primary_action(__("I Have Read and Understood"), () =>
				frm.call("acknowledge").then(() => frm.reload_doc())
			);
		}
	},
});
