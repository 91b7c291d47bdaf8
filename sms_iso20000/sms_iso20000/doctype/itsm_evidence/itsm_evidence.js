frappe.ui.form.on("ITSM Evidence", {
	setup(frm) {
		frm.set_query("requirement", () => ({ filters: { is_group: 0, edition: "2011" } }));
		frm.set_query("reference_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
	},

	refresh(frm) {
		frm.doc.status === "Draft" ? frm.enable_save() : frm.disable_save();
		if (frm.is_new() || !frappe.model.can_write(frm.doctype)) return;
		offer_confirmation(frm);
		if (frm.doc.status !== "Withdrawn") {
			frm.add_custom_button(__("Withdraw"), () =>
				frappe.prompt(
					{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for Withdrawal"), reqd: 1 },
					({ reason }) => frm.call("withdraw", { reason }).then(() => frm.reload_doc()),
					__("Withdraw"),
					__("Withdraw")
				)
			);
		}
	},
});

// The step is offered to whoever the server would let take it; everybody else reads what it waits for.
function offer_confirmation(frm) {
	if (frm.doc.status !== "Draft" || frm.is_dirty()) return;
	frm.call("what_is_missing").then((r) => {
		if (frm.is_dirty()) return;
		const sentences = r.message || [];
		frm.set_intro("");
		say_what_is_missing(frm, "Confirmed", sentences);
		if (sentences.length) return;
		frm.set_intro(__("Look at the evidence itself, then confirm that it shows what is said here."), "blue");
		frm.page.set_primary_action(__("Confirm"), () =>
			frappe.confirm(__("Have you seen this evidence? It is sealed and counts from now on."), () =>
				frm.call("confirm").then(() => frm.reload_doc())
			)
		);
	});
}
