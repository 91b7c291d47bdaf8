const STATES = ["Proposed", "Evaluated", "Approved", "In Progress", "Measured", "Closed"];
const NEXT_ACTION = {
	Proposed: ["Evaluate Proposal", "Evaluated"],
	Evaluated: ["Approve Improvement", "Approved"],
	Approved: ["Begin Improvement", "In Progress"],
	"In Progress": ["Finish Measuring", "Measured"],
};
const PLANNED_IN = ["Proposed", "Evaluated", "Approved"];

frappe.ui.form.on("ITSM Improvement", {
	setup(frm) {
		const of_this_system = () => ({ filters: { system: frm.doc.system } });
		frm.set_query("related_process", () => ({ filters: { system: frm.doc.system, is_active: 1 } }));
		frm.set_query("service", of_this_system);
		frm.set_query("improvement_owner", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		frm.set_query("reference_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
		frm.set_query("evidence_source", "targets", of_this_system);
		frm.set_query("objective", "targets", of_this_system);
		frm.set_query("document", "documents", () => ({
			filters: { system: frm.doc.system, workflow_state: "In Force" },
		}));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.system) choose_only_system(frm);
	},

	refresh(frm) {
		frm.set_intro("");
		open_fields(frm);
		show_standing(frm);
		show_actions(frm);
		if (frm.is_new()) return;
		offer_decisions(frm);
		const { standing } = frm.doc.__onload || {};
		if (!standing) return;
		if (standing.may_score && standing.criteria.length) {
			frm.add_custom_button(__("Score"), () => ask_for_scores(frm, standing.criteria));
		}
		if (standing.may_measure && frm.doc.targets.some((row) => !row.measured_on)) {
			frm.add_custom_button(__("Record Measurement"), () => ask_for_measurement(frm));
		}
		if (frm.doc.workflow_state === "Measured") {
			offer_end(frm, standing);
		} else if (standing.may_go_on) {
			offer_step_onwards(frm, NEXT_ACTION);
		}
	},

	before_workflow_action(frm) {
		const steps = { "Reject Proposal": "Rejected", "Give Up Improvement": "Rejected", "Return to Proposal": "Proposed" };
		// Closing needs words only where targets were missed.
		if (frm.doc.__onload?.standing.missed.length) steps["Close Improvement"] = "Closed";
		return note_reason_before_step(frm, steps);
	},
});

// What the server would refuse to change is shown as text.
function open_fields(frm) {
	const { workflow_state } = frm.doc;
	const is_idea = frm.is_new() || workflow_state === "Proposed";
	const is_planned = frm.is_new() || PLANNED_IN.includes(workflow_state);
	const has_result = ["In Progress", "Measured"].includes(workflow_state);
	const of_idea = ["title", "description", "benefit", "service", "related_process", "source_kind"];
	of_idea.push("reference_doctype", "reference_name", "effort", "benefit_size", "estimated_cost", "scores");
	for (const field of of_idea) frm.set_df_property(field, "read_only", is_idea ? 0 : 1);
	for (const field of ["starts_on", "targets"]) frm.set_df_property(field, "read_only", is_planned ? 0 : 1);
	frm.set_df_property("documents", "read_only", is_planned || has_result ? 0 : 1);
	const is_over = ["Closed", "Rejected"].includes(workflow_state);
	frm.set_df_property("improvement_owner", "read_only", is_over ? 1 : 0);
	for (const field of ["outcome", "value_achieved"]) frm.set_df_property(field, "read_only", is_over ? 1 : 0);
	frm.toggle_display(["outcome", "value_achieved"], !is_idea);
}

// The way it goes, and where it stands on it.
function show_standing(frm) {
	const wrapper = frm.get_field("standing").$wrapper.empty();
	const { standing } = frm.doc.__onload || {};
	if (frm.is_new() || !standing) return;
	const escape = frappe.utils.escape_html;
	const { workflow_state } = frm.doc;
	const reached = STATES.indexOf(workflow_state);
	const pills =
		workflow_state === "Rejected"
			? [pill("gray", __("Rejected"))]
			: STATES.map((state, index) => {
					const is_done = index < reached || workflow_state === "Closed";
					return pill(is_done ? "green" : index === reached ? "blue" : "gray", __(state));
			  });
	const lines = [pills.join(" → ")];
	if (!standing.has_policy && workflow_state === "Proposed") {
		lines.push(pill("orange", __("No improvement policy is in force; proposals cannot be evaluated.")));
	}
	if (standing.is_above_threshold) lines.push(pill("orange", __("Above the threshold: top management approves it.")));
	if (standing.missed.length) {
		lines.push(`${pill("red", __("Target missed"))} ${standing.missed.map(escape).join(", ")}`);
	}
	if (standing.due.length && workflow_state === "In Progress") {
		lines.push(`${pill("orange", __("To be measured"))} ${standing.due.map(escape).join(", ")}`);
	}
	for (const { document_type, document, newer } of standing.revised) {
		const named = frappe.utils.get_form_link(document_type, document, true);
		const link = newer && frappe.utils.get_form_link(document_type, newer, true);
		lines.push(link ? `${pill("green", __("Revised"))} ${named} → ${link}` : `${pill("gray", __("To revise"))} ${named}`);
	}
	wrapper.html(lines.map((line) => `<p>${line}</p>`).join(""));
}

function show_actions(frm) {
	const wrapper = show_planned_actions(frm);
	if (frm.is_new()) return;
	if (["Closed", "Rejected"].includes(frm.doc.workflow_state) || !frappe.model.can_create("ITSM Action")) return;
	$(`<button type="button" class="btn btn-default btn-xs">${__("New Action")}</button>`)
		.appendTo(wrapper)
		.on("click", () =>
			frappe.new_doc("ITSM Action", {
				system: frm.doc.system,
				kind: "Improvement",
				reference_doctype: frm.doctype,
				reference_name: frm.doc.name,
			})
		);
}

// One question for each criterion of the policy in force, on its scale.
function ask_for_scores(frm, criteria) {
	const given = Object.fromEntries(frm.doc.scores.map((row) => [row.criterion, row.score]));
	const fields = criteria.map(({ criterion, criterion_zh, scale_low, scale_high, meaning }, index) => ({
		fieldname: `score_${index}`,
		fieldtype: "Float",
		label: `${(frappe.boot.lang === "zh" && criterion_zh) || criterion} (${scale_low}–${scale_high})`,
		description: frappe.utils.escape_html(meaning || ""),
		default: given[criterion],
		precision: 1,
		reqd: 1,
	}));
	const sizes = ["1", "2", "3", "4", "5"];
	fields.push(
		{ fieldtype: "Section Break" },
		{ fieldname: "effort", fieldtype: "Select", label: __("Effort (1 to 5)"), options: sizes, default: frm.doc.effort, reqd: 1 },
		{ fieldtype: "Column Break" },
		{
			fieldname: "benefit_size",
			fieldtype: "Select",
			label: __("Benefit (1 to 5)"),
			options: sizes,
			default: frm.doc.benefit_size,
			reqd: 1,
		}
	);
	frappe.prompt(
		fields,
		(values) => {
			frm.clear_table("scores");
			criteria.forEach(({ criterion, scale_low, scale_high, weight }, index) => {
				const score = values[`score_${index}`];
				frm.add_child("scores", { criterion, score, scale_low, scale_high, weight });
			});
			frm.set_value({ effort: values.effort, benefit_size: values.benefit_size }).then(() => frm.save());
		},
		__("Score by the Improvement Policy"),
		__("Save")
	);
}

function ask_for_measurement(frm) {
	const open = frm.doc.targets.filter((row) => !row.measured_on);
	const is_by_hand = (name) => open.find((row) => row.name === name)?.source === "By Hand";
	const by_hand = `eval:${JSON.stringify(open.filter((row) => row.source === "By Hand").map((row) => row.name))}.includes(doc.target)`;
	const options = open.map((row) => ({ value: row.name, label: `${row.measure} (${row.unit})` }));
	frappe.prompt(
		[
			{ fieldname: "target", fieldtype: "Select", label: __("Target"), options, default: options[0].value, reqd: 1 },
			{ fieldname: "value", fieldtype: "Float", label: __("Value"), depends_on: by_hand },
			{
				fieldname: "measured_on",
				fieldtype: "Date",
				label: __("Measured On"),
				default: frappe.datetime.get_today(),
				depends_on: by_hand,
			},
			{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks") },
		],
		({ target, value, measured_on, remarks }) => {
			const given = is_by_hand(target) ? { value, measured_on } : {};
			frm.call("measure", { target, remarks: remarks || "", ...given }).then(() => frm.reload_doc());
		},
		__("Record Measurement"),
		__("Record")
	);
}

// Missed targets lead on; targets that were met lead to the end.
function offer_end(frm, standing) {
	const next = standing.missed.length
		? { Measured: ["Continue Improvement", "In Progress"] }
		: { Measured: ["Close Improvement", "Closed"] };
	offer_step_onwards(frm, next);
}
