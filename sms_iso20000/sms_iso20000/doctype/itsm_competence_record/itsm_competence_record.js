frappe.ui.form.on("ITSM Competence Record", {
	setup(frm) {
		frm.set_query("user", () => ({ filters: { enabled: 1 } }));
		frm.set_query("competence", () => ({ filters: { system: frm.doc.system, is_active: 1 } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.user) frm.set_value("user", frappe.session.user);
	},

	refresh(frm) {
		frm.doc.status === "Draft" ? frm.enable_save() : frm.disable_save();
		if (frm.is_new()) return;
		show_expiry(frm);
		offer_verification(frm);
		if (frm.doc.status !== "Withdrawn") {
			frm.add_custom_button(__("Withdraw"), () =>
				prompt_for_reason(__("Withdraw"), ({ reason }) =>
					frm.call("withdraw", { reason }).then(() => frm.reload_doc())
				)
			);
		}
	},
});

function show_expiry(frm) {
	frm.set_intro("");
	if (frm.doc.status !== "Verified" || !frm.doc.expires_on) return;
	const today = frappe.datetime.get_today();
	const day = frappe.datetime.str_to_user(frm.doc.expires_on);
	if (frm.doc.expires_on < today) frm.set_intro(__("It has run out on {0}.", [day]), "red");
	else if (frm.doc.expires_on <= frappe.datetime.add_days(today, 60)) {
		frm.set_intro(__("It runs out on {0}.", [day]), "orange");
	}
}

// The step is offered to whoever the server would let take it; everybody else reads what it waits for.
function offer_verification(frm) {
	if (frm.doc.status !== "Draft" || frm.is_dirty()) return;
	read_stored(frm, "what_is_missing").then((sentences) => {
		if (frm.is_dirty()) return;
		say_what_is_missing(frm, "Verified", sentences);
		if (sentences.length) return;
		frm.page.set_primary_action(__("Verify"), () =>
			frappe.prompt(
				{
					fieldname: "remarks",
					fieldtype: "Small Text",
					label: __("Remarks"),
					description: __("What you have seen; it is kept with the record."),
				},
				({ remarks }) => frm.call("verify", { remarks: remarks || "" }).then(() => frm.reload_doc()),
				__("Verify"),
				__("Verify")
			)
		);
	});
}
