const GRAVE = ["Ended", "Source Gone"];

frappe.ui.form.on("ITSM Obligation", {
	setup(frm) {
		frm.set_query("obligation_owner", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		frm.set_query("source_type", () => ({ filters: { istable: 0, issingle: 0 } }));
		frm.set_query("source_document", () => ({
			filters: frm.doc.source_type === "ITSM Document" ? { system: frm.doc.system } : {},
		}));
		frm.set_query("service", "services", () => ({
			filters: { system: frm.doc.system, workflow_state: ["!=", "Retired"] },
		}));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		show_standing(frm);
		offer_decisions(frm);
		frm.add_custom_button(
			__("Obligation Register"),
			() => frappe.set_route("query-report", "ITSM Obligation Register", { system: frm.doc.system }),
			__("View")
		);
		const is_over = (frm.doc.__onload?.reasons || []).includes("Ended");
		if (frm.doc.is_active && !is_over && frappe.model.can_write(frm.doctype)) {
			frm.add_custom_button(__("Record Review"), () => ask_for_review(frm));
			if (!frm.is_dirty()) frm.change_custom_button_type(__("Record Review"), null, "primary");
		}
	},

	source_type: (frm) => frm.set_value("source_document", ""),
});

function show_standing(frm) {
	const reasons = frm.doc.__onload?.reasons || [];
	frm.set_intro("");
	if (!reasons.length) return;
	const colour = reasons[0] === "In Force" ? "green" : GRAVE.includes(reasons[0]) ? "red" : "orange";
	frm.set_intro(reasons.map((reason) => __(reason)).join(" · "), colour);
}

function ask_for_review(frm) {
	frappe.prompt(
		{
			fieldname: "remarks",
			fieldtype: "Small Text",
			label: __("Remarks"),
			description: __("What was looked at, and what was found."),
			reqd: 1,
		},
		(values) => frm.call("review", values).then(() => frm.reload_doc()),
		__("Record Review"),
		__("Record")
	);
}
