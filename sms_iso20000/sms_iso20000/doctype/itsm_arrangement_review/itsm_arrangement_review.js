frappe.ui.form.on("ITSM Arrangement Review", {
	setup(frm) {
		frm.set_query("arrangement", () => ({
			filters: { workflow_state: ["in", ["Active", "Under Improvement"]] },
		}));
		frm.set_query("responsible", "improvements", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		for (const table of ["results", "answers"]) {
			frm.set_df_property(table, "cannot_add_rows", 1);
			frm.set_df_property(table, "cannot_delete_rows", 1);
		}
	},

	onload(frm) {
		if (frm.is_new() && frm.doc.arrangement) propose_period(frm);
	},

	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		show_results(frm);
		show_earlier_improvements(frm);
		frm.toggle_display(["results", "answers"], !frm.is_new());
		if (frm.is_new()) {
			frm.set_intro(__("Save the period; the results are then filled from what was measured in it."), "blue");
			return;
		}
		frm.doc.status === "Draft" ? offer_approval(frm) : offer_marking(frm);
		offer_decisions(frm);
	},

	arrangement: (frm) => frm.is_new() && frm.doc.arrangement && propose_period(frm),
});

frappe.ui.form.on("ITSM Arrangement Improvement", {
	// Last in the order until somebody decides otherwise.
	improvements_add(frm, doctype, name) {
		const ranks = frm.doc.improvements.map(({ priority_rank }) => priority_rank || 0);
		frappe.model.set_value(doctype, name, "priority_rank", Math.max(0, ...ranks) + 1);
	},
});

// A value of 0 is one as well: the tick says whether there is one.
frappe.ui.form.on("ITSM Arrangement Review Result", {
	value(frm, doctype, name) {
		if (locals[doctype][name].value) frappe.model.set_value(doctype, name, "has_value", 1);
	},
	has_value(frm, doctype, name) {
		if (!locals[doctype][name].has_value) frappe.model.set_value(doctype, name, "value", 0);
	},
});

const OUTCOME_COLOURS = { "In Target": "green", Missed: "red", "No Data": "gray" };
const STANDING_COLOURS = { Reliable: "green", Watch: "orange", Failing: "red", "No Data": "gray" };

function propose_period(frm) {
	frappe
		.xcall("sms_iso20000.api.arrangement_review.proposed_period", { arrangement: frm.doc.arrangement })
		.then((period) => frm.set_value(period));
}

// -- next step -----------------------------------------------------------------------------------------------------

function offer_approval(frm) {
	const { owner, owner_name, missing } = frm.doc.__onload.review;
	const may_write = frappe.model.can_write(frm.doctype);
	if (may_write) frm.add_custom_button(__("Fill Results"), () => act(frm, "fill_results"));
	say_what_is_missing(frm, "Approved", missing);
	if (missing.length || frm.is_dirty()) return;
	if (owner === frappe.session.user) {
		frm.set_intro(__("Everything is there: look at results, answers and improvements, and approve."), "blue");
		frm.page.set_primary_action(__("Approve"), () =>
			frappe.confirm(__("Approve this review? It is sealed then; improvements can still be marked as done."), () =>
				act(frm, "approve")
			)
		);
		return;
	}
	const name = frappe.utils.escape_html(owner_name);
	if (frm.doc.approval_asked_of === owner) {
		frm.set_intro(__("{0} has been asked to approve this review.", [name]), "blue");
	} else if (may_write) {
		frm.set_intro(__("Everything is there: ask {0}, who is accountable, to approve.", [name]), "blue");
		frm.page.set_primary_action(__("Ask for Approval"), () => act(frm, "ask_for_approval"));
	}
}

function offer_marking(frm) {
	frm.disable_save();
	const may_mark = ({ responsible, done_on }) =>
		!done_on &&
		(responsible === frappe.session.user ||
			frm.doc.__onload.review.owner === frappe.session.user ||
			frappe.user.has_role("ITSM Manager"));
	const open = frm.doc.improvements.filter(may_mark);
	if (!open.length) return;
	frm.page.set_primary_action(__("Mark as Done"), () =>
		frappe.prompt(
			[
				{
					fieldname: "rank",
					fieldtype: "Select",
					label: __("Improvement"),
					options: open.map(({ priority_rank, improvement }) => ({
						value: `${priority_rank}`,
						label: `${priority_rank} ${improvement}`,
					})),
					default: `${open[0].priority_rank}`,
					reqd: 1,
				},
				{
					fieldname: "done_on",
					fieldtype: "Date",
					label: __("Done On"),
					default: frappe.datetime.get_today(),
					reqd: 1,
				},
			],
			(values) => act(frm, "mark_done", values),
			__("Mark as Done"),
			__("Record")
		)
	);
}

function act(frm, method, values) {
	return frm.call(method, values).then(() => frm.reload_doc());
}

// -- what is shown beside the fields -------------------------------------------------------------------------------

function show_results(frm) {
	const rows = (frm.doc.results || []).map(
		(row) => `<tr>
			<td>${escaped(row.measure)}</td>
			<td class="text-right">${__(row.operator)} ${escaped(row.target)} ${escaped(row.unit)}</td>
			<td class="text-right">${row.has_value ? `${escaped(row.value)} ${escaped(row.unit)}` : "–"}</td>
			<td>${pill(row.outcome, OUTCOME_COLOURS)}</td>
			<td>${taken_from(row)}</td>
		</tr>`
	);
	const heads = [__("Measure"), __("Target"), __("Value"), __("Outcome"), __("Taken From")];
	frm.get_field("results_overview").$wrapper.html(rows.length ? table(heads, rows) + score_line(frm) : "");
}

function score_line(frm) {
	const { standing } = frm.doc.__onload?.review || {};
	if (!standing) return "";
	const score = frm.doc.is_scored ? `${frm.doc.score} % ` : "";
	const note = __("Weighted over the measures that have a value.");
	return `<p><b>${__("Score")}</b> ${score}${pill(standing, STANDING_COLOURS)} <span class="text-muted">${note}</span></p>`;
}

// Each month leads to the very snapshot that was counted.
function taken_from(row) {
	if (row.snapshots) {
		const months = row.months.split(", ");
		return row.snapshots
			.split(", ")
			.map((name, index) => link("ITSM Service Level Snapshot", name, months[index]))
			.join(", ");
	}
	return row.reference_name ? link(row.reference_doctype, row.reference_name, __(row.source)) : __(row.source);
}

function show_earlier_improvements(frm) {
	const earlier = frm.doc.__onload?.review?.earlier || [];
	const today = frappe.datetime.get_today();
	const rows = earlier.map(
		(row) => `<tr>
			<td>${escaped(row.improvement)}</td>
			<td>${escaped(row.responsible_name || row.responsible)}</td>
			<td class="${row.due_on < today ? "text-danger" : ""}">${frappe.datetime.str_to_user(row.due_on)}</td>
			<td>${link("ITSM Arrangement Review", row.review, row.review)}</td>
		</tr>`
	);
	const heads = [__("Open from Earlier Reviews"), __("Responsible Inside"), __("Due On"), __("Decided In")];
	frm.get_field("earlier_improvements").$wrapper.html(rows.length ? table(heads, rows) : "");
}

function table(heads, rows) {
	const head = heads.map((text) => `<th>${text}</th>`).join("");
	return `<div class="table-responsive"><table class="table table-bordered small">
		<thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody>
	</table></div>`;
}

function link(doctype, name, label) {
	return `<a href="${frappe.utils.get_form_link(doctype, name)}">${escaped(label)}</a>`;
}

const pill = (value, colours) => `<span class="indicator-pill ${colours[value]}">${__(value)}</span>`;

const escaped = (value) => frappe.utils.escape_html(`${value ?? ""}`);
