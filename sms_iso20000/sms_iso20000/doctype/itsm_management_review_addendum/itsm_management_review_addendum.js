frappe.ui.form.on("ITSM Management Review Addendum", {
	setup(frm) {
		frm.set_query("review", () => ({ filters: { workflow_state: "Signed" } }));
	},

	refresh(frm) {
		frm.set_intro("");
		if (frm.is_new()) return;
		offer_decisions(frm);
		if (frm.doc.status === "Signed") {
			frm.disable_save();
			return;
		}
		const unmet = frm.doc.__onload?.before_next_step || [];
		say_what_is_missing(frm, "Signed", unmet);
		if (unmet.length || frm.is_dirty()) return;
		frm.set_intro(__("Everything is there: read it once more and sign."), "blue");
		frm.page.set_primary_action(__("Sign"), () =>
			frappe.confirm(__("Sign this correction? It is sealed then, and those concerned are told."), () =>
				frm.call("sign").then(() => frm.reload_doc())
			)
		);
	},
});
