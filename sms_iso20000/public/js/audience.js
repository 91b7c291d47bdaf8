// Shared by the forms of what is told to people: choosing an audience, and acknowledging.

function offer_audiences(frm) {
	frm.set_query("audience", "audience", (doc, cdt, cdn) => ({
		query: "sms_iso20000.api.audience.choices",
		params: { kind: locals[cdt][cdn].audience_type },
	}));
}

function offer_acknowledgement(frm, request) {
	frappe.db
		.get_list("ITSM Acknowledgement", {
			filters: { reference_name: frm.doc.name, user: frappe.session.user, status: "Open" },
			order_by: "name asc",
			limit: 1,
		})
		.then((rows) => {
			if (!rows.length) return;
			frm.set_intro(request, "blue");
			frm.page.set_primary_action(__("I Have Read and Understood"), () =>
				frappe
					.xcall("run_doc_method", {
						dt: "ITSM Acknowledgement",
						dn: rows[0].name,
						method: "acknowledge",
					})
					.then(() => frappe.show_alert({ message: __("Acknowledged."), indicator: "green" }))
					.then(() => {
						frm.page.clear_primary_action();
						frm.reload_doc();
					})
			);
		});
}
