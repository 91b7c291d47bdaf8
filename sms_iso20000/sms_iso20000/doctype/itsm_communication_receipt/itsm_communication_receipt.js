frappe.ui.form.on("ITSM Communication Receipt", {
	refresh(frm) {
		frm.disable_save();
	},
});
