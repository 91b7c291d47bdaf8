frappe.ui.form.on("ITSM System", {
	setup(frm) {
		frm.set_query("user", "top_management", () => ({ filters: { enabled: 1 } }));
		frm.set_query("user", "external_auditors", () => ({ filters: { enabled: 1 } }));
		frm.set_query("host_organisation_type", () => ({ filters: { istable: 0, issingle: 0 } }));
	},

	refresh(frm) {
		show_verification(frm);
		if (!frm.is_new()) offer_printed_catalogue(frm.page, () => frm.doc.name);
		if (frm.is_new() || !frappe.model.can_read("ITSM Conformity Run")) return;
		frm.add_custom_button(__("Conformity Matrix"), () =>
			frappe.set_route("query-report", "ITSM Conformity Matrix", { system: frm.doc.name })
		);
		frm.add_custom_button(__("Evaluate Now"), () =>
			frappe
				.xcall("sms_iso20000.api.conformity.run_now", { system: frm.doc.name })
				.then((run) => frappe.set_route("Form", "ITSM Conformity Run", run))
		);
		frm.add_custom_button(__("Certification Pack"), () =>
			frappe
				.xcall("sms_iso20000.api.pack.request_pack", { system: frm.doc.name })
				.then(() =>
					frappe.show_alert({
						message: __("The pack is being made; the bell tells you when it is ready."),
						indicator: "blue",
					})
				)
		);
	},

	before_save(frm) {
		// The server keeps what it has: this form may have been opened before the last verification.
		delete frm.doc.verified_on;
		delete frm.doc.verification_fault;
	},
});

function show_verification(frm) {
	if (!frm.doc.verified_on) return;
	const fault = frm.doc.verification_fault;
	const found = fault ? frappe.utils.escape_html(fault) : __("Every decision, seal and sealed file holds.");
	const day = frappe.datetime.str_to_user(frm.doc.verified_on);
	frm.set_intro(__("Last verified on {0}. {1}", [day, found]), fault ? "red" : "green");
}
