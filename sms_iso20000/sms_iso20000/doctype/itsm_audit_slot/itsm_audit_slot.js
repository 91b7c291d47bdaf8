frappe.ui.form.on("ITSM Audit Slot", {
	refresh(frm) {
		frm.disable_save();
		const escape = frappe.utils.escape_html;
		const items = (frm.doc.__onload?.why || []).map((sentence) => `<li>${escape(sentence)}</li>`);
		frm.get_field("why_shown").$wrapper.html(`<ul class="pl-4">${items.join("")}</ul>`);
		offer_decisions(frm);
		if (frm.doc.status === "Assigned" && frappe.model.can_write(frm.doctype)) {
			const label = __("Take out of Audit");
			frm.add_custom_button(label, () => prompt_for_reason(label, (values) => act(frm, "release", values)));
		}
		if (frm.doc.status !== "Planned" || !frappe.model.can_write(frm.doctype)) return;
		frm.add_custom_button(__("Move"), () => ask_for_month(frm));
		if (frappe.user.has_role("ITSM Manager")) {
			frm.add_custom_button(__("Drop"), () => prompt_for_reason(__("Drop"), (values) => act(frm, "drop", values)));
		}
		if (!frappe.model.can_create("ITSM Audit")) return;
		frm.add_custom_button(__("Create Audit"), () =>
			frappe
				.xcall("sms_iso20000.api.audit_programme.create_audit", { slots: [frm.doc.name] })
				.then((audit) => frappe.set_route("Form", "ITSM Audit", audit))
		);
	},
});

function ask_for_month(frm) {
	frappe.prompt(
		[
			{ fieldname: "to", fieldtype: "Date", label: __("A Day in the New Month"), reqd: 1 },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		],
		(values) => act(frm, "move", values),
		__("Move"),
		__("Move")
	);
}

function act(frm, method, values) {
	return frm.call(method, values).then(() => frm.reload_doc());
}
