frappe.ui.form.on("ITSM Communication", {
	setup: offer_audiences,

	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		if (frm.is_new()) return;
		if (frm.doc.status === "Draft") {
			offer_sending(frm);
			return;
		}
		frm.disable_save();
		// Whom else it reached is for those who send.
		if (!frappe.model.can_write(frm.doctype)) frm.dashboard.hide();
		const { mail, unread } = frm.doc.__onload;
		// Whoever is addressed has it open now; the sender sees that at the next look.
		if (unread) frm.call("note_read");
		show_mail(frm, mail);
		offer_acknowledgement(frm, __("You are asked to read and acknowledge this message."));
		frm.add_custom_button(
			__("Receipts"),
			() => frappe.set_route("List", "ITSM Communication Receipt", { communication: frm.doc.name }),
			__("View")
		);
		offer_decisions(frm);
	},
});

function offer_sending(frm) {
	if (!frappe.model.can_write(frm.doctype)) return;
	frm.page.set_primary_action(__("Send"), async () => {
		// The editor hands over what was typed a moment after it was.
		await frappe.timeout(0.6);
		if (frm.is_dirty()) await frm.save();
		const people = (await frm.call("reach_preview")).message;
		const send = () => frm.call("send").then(() => frm.reload_doc());
		// With nobody to tell, the server says what is missing.
		if (!people) return send();
		const question =
			people === 1
				? __("Send this to 1 person? It is sealed then.")
				: __("Send this to {0} people? It is sealed then.", [people]);
		frappe.confirm(question, send);
	});
}

function show_mail(frm, mail) {
	if (!frappe.model.can_write(frm.doctype)) return;
	if (mail.failed) {
		frm.set_intro(
			mail.failed === 1
				? __("1 person could not be reached; the receipts say why.")
				: __("{0} people could not be reached; the receipts say why.", [mail.failed]),
			"red"
		);
	}
	if (mail.waiting) {
		frm.set_intro(
			mail.waiting === 1
				? __("1 mail waits in the host's Email Queue.")
				: __("{0} mails wait in the host's Email Queue.", [mail.waiting]),
			"orange"
		);
	}
	if (mail.failed || mail.waiting || frm.doc.status === "Sending") {
		frm.add_custom_button(__("Try Again"), () =>
			frm
				.call("try_again")
				.then(() => frm.reload_doc())
				.then(() => frappe.show_alert({ message: __("It is being tried again."), indicator: "blue" }))
		);
	}
}
