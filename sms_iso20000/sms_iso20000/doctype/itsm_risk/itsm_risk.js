frappe.ui.form.on("ITSM Risk", {
	setup(frm) {
		frm.set_query("related_process", () => ({ filters: { system: frm.doc.system } }));
		frm.set_query("risk_owner", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		frm.set_query("responsible", "actions", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		show_position(frm);
		offer_next_step(frm);
		offer_decisions(frm);
		frm.add_custom_button(
			__("Heat Map"),
			() => frappe.set_route("query-report", "ITSM Risk Heat Map", { system: frm.doc.system }),
			__("View")
		);
	},

	// An assessment is more than a state, and acceptance and closing need a reason: they are asked for first.
	before_workflow_action(frm) {
		const action = frm.selected_workflow_action;
		if (action === "Record Assessment") {
			frappe.dom.unfreeze();
			assess(frm);
			// The assessment itself takes the step.
			return Promise.reject();
		}
		return note_reason_before_step(frm, { "Accept Risk": "Accepted", "Close Risk": "Closed" });
	},
});

const BEFORE = "Before Treatment";
const AFTER = "After Treatment";
const NEXT_STEP = { Identified: "Assessed", Assessed: "Treated", Treated: "Accepted" };

function show_position(frm) {
	const wrapper = frm.fields_dict.position.$wrapper;
	wrapper.empty();
	if (!frm.doc.score) return;
	read_stored(frm, "show_position").then((html) => wrapper.html(html));
}

// The next step is the primary button; what stands against it is said above the form.
function offer_next_step(frm) {
	if (!frappe.model.can_write(frm.doctype) || frm.is_dirty()) return;
	const step = NEXT_STEP[frm.doc.workflow_state];
	const again = frm.add_custom_button(__("Assess"), () => assess(frm));
	frm.set_intro("");
	if (!step) return;
	const { name, workflow_state } = frm.doc;
	const show = (missing) => {
		if (frm.doc.name !== name || frm.doc.workflow_state !== workflow_state || frm.is_dirty()) return;
		const codes = Object.keys(missing);
		if (!codes.length) {
			frm.page.set_primary_action(...next_button(frm, step));
		} else if (codes.every((code) => ["risk_not_assessed", "not_assessed_after_treatment"].includes(code))) {
			again.remove();
			frm.page.set_primary_action(__("Assess"), () => assess(frm));
		}
		say_what_is_missing(frm, step, Object.values(missing));
	};
	read_stored(frm, "what_is_missing", { step }).then((missing) => after_the_host(() => show(missing)));
}

function next_button(frm, step) {
	if (step === "Accepted") {
		return [
			__("Accept Risk"),
			() =>
				prompt_for_reason(__("Accept Risk"), ({ reason }) =>
					frm.call("accept", { reason }).then(() => frm.reload_doc())
				),
		];
	}
	return [
		__("Finish Treatment"),
		() =>
			frappe
				.xcall("frappe.model.workflow.apply_workflow", { doc: frm.doc, action: "Finish Treatment" })
				.then(() => frm.reload_doc()),
	];
}

// Levels are chosen by what they are called; score and band follow the choice.
function assess(frm) {
	frappe.db.get_doc("ITSM System", frm.doc.system).then((system) => {
		const after_treatment = frm.doc.score && frm.doc.treatment && (frm.doc.treatment_plan || "").trim();
		const dialog = new frappe.ui.Dialog({
			title: __("Assess Risk"),
			fields: [
				{
					fieldname: "phase",
					fieldtype: "Select",
					label: __("Phase"),
					reqd: 1,
					options: [
						{ value: BEFORE, label: __(BEFORE) },
						...(after_treatment ? [{ value: AFTER, label: __(AFTER) }] : []),
					],
					default: after_treatment ? AFTER : BEFORE,
					description: frm.doc.residual_score
						? __("Assessed before treatment, the risk after treatment has to be assessed anew.")
						: "",
				},
				level_field("likelihood", __("Likelihood"), system.likelihood_levels),
				level_field("impact", __("Impact"), system.impact_levels),
				{ fieldname: "outcome", fieldtype: "HTML" },
				{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks") },
			],
			primary_action_label: __("Record"),
			primary_action(values) {
				frm
					.call("assess", { ...values, likelihood: cint(values.likelihood), impact: cint(values.impact) })
					.then(() => dialog.hide())
					.then(() => frm.reload_doc());
			},
		});
		for (const fieldname of ["likelihood", "impact"]) {
			dialog.fields_dict[fieldname].df.onchange = () => show_outcome(dialog, system);
		}
		dialog.show();
	});
}

function level_field(fieldname, label, levels) {
	const rising = [...levels].sort((one, other) => one.level - other.level);
	return {
		fieldname,
		fieldtype: "Select",
		label,
		reqd: 1,
		options: [
			"",
			...rising.map(({ level, title, meaning }) => ({
				value: `${level}`,
				label: [`${level} ${title}`, meaning].filter(Boolean).join(": "),
			})),
		],
	};
}

function show_outcome(dialog, system) {
	const score = cint(dialog.get_value("likelihood")) * cint(dialog.get_value("impact"));
	const band = system.risk_bands.filter(({ from_score }) => score && from_score <= score).pop();
	const wrapper = dialog.fields_dict.outcome.$wrapper;
	if (!band) return wrapper.empty();
	const note =
		score > system.risk_acceptance_criterion
			? __("Above the criterion of {0}: only top management can accept it.", [system.risk_acceptance_criterion])
			: __("Up to the criterion of {0}: the risk's owner can accept it.", [system.risk_acceptance_criterion]);
	const title = frappe.utils.escape_html(band.title);
	wrapper.html(
		`<p><span class="indicator-pill ${band.colour.toLowerCase()}">${__("Score")} ${score} · ${title}</span> ${note}</p>`
	);
}
