frappe.ui.form.on("ITSM Audit Waiver", {
	setup(frm) {
		frm.set_query("audit", () => ({
			filters: { kind: ["in", ["Internal", "Supplier"]], workflow_state: ["not in", ["Follow-up", "Closed", "Called Off"]] },
		}));
		frm.set_query("auditor", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		frm.set_intro("");
		frm.toggle_display("conflicts", !frm.is_new());
		if (frm.is_new()) {
			frm.set_intro(__("Save it; the stakes are then read from the records."), "blue");
			return;
		}
		offer_decisions(frm);
		if (frm.doc.status !== "Draft") frm.disable_save();
		const { stakes = [], may_grant, may_confirm } = frm.doc.__onload || {};
		say_stakes(frm, stakes);
		const act = (method, values) => frm.call(method, values).then(() => frm.reload_doc());
		if (may_grant && !frm.is_dirty()) {
			frm.page.set_primary_action(__("Grant"), () =>
				frappe.confirm(__("Let this auditor work in spite of these stakes? It is a decision and is printed in the report."), () =>
					act("grant")
				)
			);
		}
		if (may_confirm) {
			frm.page.set_primary_action(__("Confirm"), () =>
				frappe.confirm(__("Confirm this waiver as the second reviewer?"), () => act("confirm"))
			);
		}
		if (["Granted", "Confirmed"].includes(frm.doc.status)) {
			frm.add_custom_button(__("Make Void"), () =>
				prompt_for_reason(__("Make Void"), ({ reason }) => act("make_void", { reason }))
			);
		}
	},
});

// Escaped by the server.
function say_stakes(frm, stakes) {
	const items = stakes.map((sentence) => `<li>${sentence}</li>`).join("");
	if (items) frm.set_intro(`${__("Known Stakes")}:<ul class="mb-0">${items}</ul>`, "orange");
}
