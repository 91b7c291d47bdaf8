// Shared by the forms of controlled revisions: one record is one revision.

const NEXT_STEP = { Draft: "In Review", "In Review": "Approved", Approved: "In Force" };
const NEXT_ACTION = { Draft: "Submit for Review", "In Review": "Approve", Approved: "Put In Force" };

// `may_keep`: whether the reader may say that the revision in force stays; `keep_label` is what that is called.
// `views` are the pages about the revision, as label and route.
function show_revision(frm, { may_keep, keep_label, views }) {
	if (frm.is_new()) return;
	const state = frm.doc.workflow_state;
	show_next_step(frm);
	if (state === "In Force") {
		offer_acknowledgement(frm, __("You are asked to read and acknowledge this revision."));
	}
	for (const [label, ...route] of views) {
		frm.add_custom_button(label, () => frappe.set_route(...route), __("View"));
	}
	offer_decisions(frm);
	if (state === "In Review" && may_review(frm)) {
		frm.add_custom_button(__("Record Review"), () =>
			ask_remarks(frm, __("Record Review"), __("Remarks"), "review")
		);
	}
	if (state === "In Force" && frappe.model.can_create(frm.doctype)) {
		frm.add_custom_button(__("New Revision"), () =>
			frm.call("start_new_revision").then((r) => {
				frappe.set_route("Form", frm.doctype, r.message);
			})
		);
	}
	if (state === "In Force" && may_keep) {
		frm.add_custom_button(keep_label, () =>
			ask_remarks(frm, keep_label, __("Why It Still Fits"), "keep_unchanged")
		);
	}
}

// The reason belongs to the withdrawal, so it is asked for before the step is taken.
function ask_withdrawal_reason(frm) {
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
}

// The next step is a primary button where nothing stands against it; else what does is said above the form.
function show_next_step(frm) {
	const step = NEXT_STEP[frm.doc.workflow_state];
	if (!step || !frappe.model.can_write(frm.doctype)) return;
	const name = frm.doc.name;
	frm.call("what_is_missing", { step }).then((r) => {
		if (frm.doc.name !== name) return;
		const sentences = r.message || [];
		frm.set_intro("");
		say_what_is_missing(frm, step, sentences);
		if (!sentences.length) offer_step(frm, NEXT_ACTION[frm.doc.workflow_state]);
	});
}

// Only where the workflow, which an administrator may have changed, gives the reader this action.
function offer_step(frm, action) {
	const { name, workflow_state } = frm.doc;
	frappe.workflow.get_transitions(frm.doc).then((transitions) => {
		const is_same = frm.doc.name === name && frm.doc.workflow_state === workflow_state && !frm.is_dirty();
		const is_mine = transitions.some((row) => row.action === action && frappe.user_roles.includes(row.allowed));
		if (!is_same || !is_mine) return;
		frm
			.add_custom_button(__(action), () => take_step(frm, action))
			.removeClass("btn-default")
			.addClass("btn-primary");
	});
}

function take_step(frm, action) {
	const saved = frm.is_dirty() ? frm.save() : Promise.resolve();
	return saved
		.then(() => frappe.xcall("frappe.model.workflow.apply_workflow", { doc: frm.doc, action }))
		.then(() => frm.reload_doc());
}

// The server refuses a review by whoever wrote a part of the revision, and by others than the reviewers it names.
function may_review(frm) {
	const user = frappe.session.user;
	if (frm.doc.contributors.some((row) => row.user === user)) return false;
	const named = frm.doc.reviewers || [];
	return named.length ? named.some((row) => row.user === user) : frappe.model.can_write(frm.doctype);
}

// The register with all revisions of this code, and what this one changed.
function views_of_revisions({ doctype, name, system, code, previous_revision }) {
	if (!frappe.model.can_read("ITSM Decision")) return [];
	const views = [[__("All Revisions"), "query-report", "ITSM Document Register", { system, code }]];
	if (previous_revision) {
		const filters = { document_type: doctype, earlier: previous_revision, later: name };
		views.push([__("What Changed"), "query-report", "ITSM Revision Comparison", filters]);
	}
	return views;
}

function ask_remarks(frm, title, label, method) {
	frappe.prompt(
		{ fieldname: "remarks", fieldtype: "Small Text", label, reqd: 1 },
		({ remarks }) => frm.call(method, { remarks }).then(() => frm.reload_doc()),
		title,
		__("Record")
	);
}
