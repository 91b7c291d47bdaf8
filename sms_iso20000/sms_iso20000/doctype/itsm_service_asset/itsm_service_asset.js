frappe.ui.form.on("ITSM Service Asset", {
	setup(frm) {
		frm.set_query("custodian", () => ({ filters: { enabled: 1 } }));
		for (const field of ["basis_doctype", "reference_doctype"]) {
			frm.set_query(field, () => ({ filters: { istable: 0, issingle: 0 } }));
		}
	},

	refresh(frm) {
		if (frm.is_new()) return;
		show_standing(frm);
		frm.add_custom_button(
			__("Asset Register"),
			() => frappe.set_route("query-report", "ITSM Asset Register", { system: frm.doc.system }),
			__("View")
		);
		if (frm.doc.is_active && frappe.model.can_write(frm.doctype)) {
			frm.page.set_primary_action(__("Record Check"), () => ask_for_check(frm));
		}
	},
});

function show_standing(frm) {
	const reasons = frm.doc.__onload?.reasons || [];
	frm.set_intro("");
	if (!reasons.length) return;
	const grave = ["Expired", "Over-Used", "No Basis"].includes(reasons[0]);
	const colour = reasons[0] === "In Order" ? "green" : grave ? "red" : "orange";
	frm.set_intro(reasons.map((reason) => __(reason)).join(" · "), colour);
}

function ask_for_check(frm) {
	const fields = [{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks") }];
	if (frm.doc.is_counted) {
		fields.unshift({
			fieldname: "in_use",
			fieldtype: "Int",
			label: __("In Use"),
			default: frm.doc.in_use,
			description: __("Allowed: {0}", [frm.doc.entitled]),
			reqd: 1,
		});
	}
	frappe.prompt(
		fields,
		(values) => frm.call("check", values).then(() => frm.reload_doc()),
		__("Record Check"),
		__("Record")
	);
}
