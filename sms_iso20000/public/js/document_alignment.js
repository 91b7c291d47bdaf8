// Whether the policy or plan of a process fits the service management plan in force.

const ALIGNMENT_COLOURS = { Aligned: "green", "To Be Realigned": "orange", "Not Aligned": "red" };

frappe.ui.form.on("ITSM Document", {
	setup(frm) {
		frm.set_query("aligned_plan", () => ({
			filters: { system: frm.doc.system, workflow_state: ["in", ["Approved", "In Force", "Superseded"]] },
		}));
	},

	refresh(frm) {
		const wrapper = frm.fields_dict.alignment.$wrapper.empty();
		const { alignment, plan } = frm.doc.__onload?.alignment || {};
		if (frm.is_new() || !alignment) return;
		const pill = `<span class="indicator-pill ${ALIGNMENT_COLOURS[alignment]}">${__(alignment)}</span>`;
		const in_force = plan
			? `<a href="${frappe.utils.get_form_link("ITSM Plan", plan)}">${__("Plan in Force")}</a>`
			: __("No plan is in force.");
		wrapper.html(`<p>${pill} ${in_force}</p>`);
		offer_realignment(frm, alignment, plan);
	},
});

// As with a review, the server lets owner and approver alone.
function offer_realignment(frm, alignment, plan) {
	const { document_owner, approver, workflow_state } = frm.doc;
	const may = [document_owner, approver].includes(frappe.session.user);
	if (workflow_state !== "In Force" || alignment === "Aligned" || !plan || !may) return;
	frm.add_custom_button(__("Confirm That It Still Fits the Plan"), () =>
		frappe.prompt(
			{ fieldname: "remarks", fieldtype: "Small Text", label: __("Why It Still Fits"), reqd: 1 },
			({ remarks }) => frm.call("realign", { plan, remarks }).then(() => frm.reload_doc()),
			__("Confirm That It Still Fits the Plan"),
			__("Record")
		)
	);
}
