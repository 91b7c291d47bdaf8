frappe.ui.form.on("ITSM Communication Procedure", {
	setup(frm) {
		offer_audiences(frm);
		frm.set_query("teller", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		if (frm.is_new() || !frm.doc.is_active || !frappe.model.can_create("ITSM Communication")) return;
		frm.page.set_primary_action(__("Start Communication"), () =>
			frm.call("start_communication").then((r) => {
				frappe.set_route("Form", "ITSM Communication", r.message);
			})
		);
	},
});
