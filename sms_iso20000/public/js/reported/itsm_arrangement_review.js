frappe.ui.form.on("ITSM Arrangement Review", {
	refresh(frm) {
		const { system, arrangement, title } = frm.doc;
		offer_nonconformity(frm, "Arrangement Review", title, { system, arrangement });
	},
});
