frappe.ui.form.on("ITSM Management Review", {
	refresh(frm) {
		const { system, title } = frm.doc;
		offer_nonconformity(frm, "Management Review", title, { system });
	},
});
