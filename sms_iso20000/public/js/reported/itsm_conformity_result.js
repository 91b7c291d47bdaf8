frappe.ui.form.on("ITSM Conformity Result", {
	refresh(frm) {
		const { system, clause, requirement } = frm.doc;
		const found = { system, against: "Standard" };
		offer_nonconformity(frm, "Conformity Check", clause, found, [requirement]);
	},
});
