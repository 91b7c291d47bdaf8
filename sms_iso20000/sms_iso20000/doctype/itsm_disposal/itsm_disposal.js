frappe.ui.form.on("ITSM Disposal", {
	setup(frm) {
		frm.set_query("rule", (doc) => ({
			filters: {
				system: doc.system || "",
				status: "In Force",
				legal_hold: 0,
				disposal_method: ["!=", "Keep"],
			},
		}));
	},

	onload(frm) {
		frappe.realtime.off("itsm_disposal_progress");
		frappe.realtime.on("itsm_disposal_progress", (figures) => follow(frm, figures));
	},

	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		if (frm.is_new()) {
			frm.set_intro(__("Saving lists the records that are due; nothing is disposed of before a second person approves."));
			return;
		}
		frm.disable_save();
		show_share(frm, frm.doc);
		frm.add_custom_button(
			__("Records"),
			() => frappe.set_route("List", "ITSM Disposal Item", { disposal: frm.doc.name }),
			__("View")
		);
		offer_decisions(frm);
		if (frm.doc.status === "Requested") offer_approving(frm);
		if (frm.doc.status === "Approved") show_work(frm);
		offer_cancelling(frm);
	},
});

const may_write = (frm) => frappe.model.can_write(frm.doctype);

// The next step is offered to whoever the server would let take it; everybody else reads what it waits for.
function offer_approving(frm) {
	frm.call("what_is_missing").then((r) => {
		if (frm.doc.status !== "Requested") return;
		const sentences = r.message || [];
		frm.set_intro("");
		if (sentences.length || !may_write(frm)) {
			if (may_write(frm)) say_what_is_missing(frm, "Approved", sentences);
			else frm.set_intro(__("Awaits the approval of a second person."), "orange");
			return;
		}
		frm.set_intro(__("Look through the records, then approve their disposal."), "blue");
		frm.page.set_primary_action(__("Approve"), () => frappe.confirm(question(frm), () => act(frm, "approve")));
	});
}

function question(frm) {
	const { candidates, disposal_method } = frm.doc;
	return disposal_method === "Anonymise"
		? __("Anonymise {0} records? This cannot be undone.", [candidates])
		: __("Delete {0} records for good? This cannot be undone.", [candidates]);
}

function show_work(frm) {
	const { stopped = [] } = frm.doc.__onload || {};
	if (stopped.length) {
		frm.set_intro(stopped.join("<br>"), "orange");
		return;
	}
	frm.set_intro(
		__("The records are being disposed of in the background; what a stopped worker leaves is done overnight."),
		"blue"
	);
	if (may_write(frm)) {
		frm.add_custom_button(__("Go On Now"), () =>
			frm
				.call("resume")
				.then(() => frappe.show_alert({ message: __("It goes on in the background."), indicator: "blue" }))
		);
	}
}

function offer_cancelling(frm) {
	const { status, candidates, pending } = frm.doc;
	if (!["Requested", "Approved"].includes(status) || pending < candidates || !may_write(frm)) return;
	frm.add_custom_button(__("Cancel Disposal"), () =>
		frappe.prompt(
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			(values) => act(frm, "cancel_disposal", values),
			__("Cancel Disposal"),
			__("Cancel Disposal")
		)
	);
}

function follow(frm, figures) {
	if (figures.name !== frm.doc.name) return;
	if (figures.status !== "Approved") frm.reload_doc();
	else show_share(frm, figures);
}

function show_share(frm, { status, candidates, pending }) {
	if (status !== "Approved") return;
	const done = candidates - pending;
	frm.dashboard.show_progress(
		__("Progress"),
		(100 * done) / candidates,
		__("{0} of {1} records are done.", [done, candidates])
	);
}

function act(frm, method, values) {
	return frm.call(method, values).then(() => frm.reload_doc());
}
