frappe.ui.form.on("ITSM Policy", {
	setup(frm) {
		offer_audiences(frm);
	},

	refresh(frm) {
		if (frm.is_new()) return;
		show_what_is_missing(frm);
		if (frm.doc.workflow_state === "In Force") {
			offer_acknowledgement(frm, __("You are asked to read and acknowledge this revision."));
		}
		if (frappe.model.can_read("ITSM Decision")) {
			frm.add_custom_button(
				__("Who Has Acknowledged"),
				() => frappe.set_route("query-report", "ITSM Acknowledgement Status", { document: frm.doc.name }),
				__("View")
			);
		}
		offer_decisions(frm);
		if (frm.doc.workflow_state === "In Review" && frappe.model.can_write(frm.doctype) && !wrote_part(frm)) {
			frm.add_custom_button(__("Record Review"), () =>
				ask_remarks(frm, __("Record Review"), __("Remarks"), "review")
			);
		}
		if (frm.doc.workflow_state === "In Force" && frappe.model.can_create(frm.doctype)) {
			frm.add_custom_button(__("New Revision"), () =>
				frm.call("start_new_revision").then((r) => {
					frappe.set_route("Form", frm.doctype, r.message);
				})
			);
		}
		if (frm.doc.workflow_state === "In Force" && frappe.user.has_role("ITSM Top Management")) {
			frm.add_custom_button(__("Reviewed, No Change"), () =>
				ask_remarks(frm, __("Reviewed, No Change"), __("Why It Still Fits"), "keep_unchanged")
			);
		}
	},

	// The reason belongs to the withdrawal, so it is asked for before the step is taken.
	before_workflow_action(frm) {
		if (frm.selected_workflow_action !== "Withdraw") return;
		frappe.dom.unfreeze();
		return new Promise((resolve, reject) => {
			let confirmed = false;
			const dialog = frappe.prompt(
				{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for Withdrawal"), reqd: 1 },
				({ reason }) => {
					confirmed = true;
					frm
						.call("give_withdrawal_reason", { reason })
						.then(() => frm.reload_doc())
						.then(resolve, reject);
				},
				__("Withdraw"),
				__("Withdraw")
			);
			// A prompt hides itself before it hands over what was answered.
			dialog.onhide = () => setTimeout(() => confirmed || reject());
		});
	},
});

const NEXT_STEP = { Draft: "In Review", "In Review": "Approved", Approved: "In Force" };

// The server refuses a review by whoever wrote a part of the revision.
function wrote_part(frm) {
	return frm.doc.contributors.some((row) => row.user === frappe.session.user);
}

function show_what_is_missing(frm) {
	const step = NEXT_STEP[frm.doc.workflow_state];
	if (!step || !frappe.model.can_write(frm.doctype)) return;
	frm.call("what_is_missing", { step }).then((r) => {
		const sentences = r.message || [];
		frm.set_intro("");
		say_what_is_missing(frm, step, sentences);
	});
}

function ask_remarks(frm, title, label, method) {
	frappe.prompt(
		{ fieldname: "remarks", fieldtype: "Small Text", label, reqd: 1 },
		({ remarks }) => frm.call(method, { remarks }).then(() => frm.reload_doc()),
		title,
		__("Record")
	);
}
