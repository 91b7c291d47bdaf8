const STATES = ["Reported", "Analysis", "Action Plan", "In Action", "Verification", "Closed"];
const NEXT_ACTION = {
	Reported: ["Accept Nonconformity", "Analysis"],
	Analysis: ["Record Cause", "Action Plan"],
	"Action Plan": ["Start Actions", "In Action"],
	"In Action": ["Submit for Verification", "Verification"],
	Verification: ["Confirm Effectiveness", "Closed"],
};
const SETTLED = ["Closed", "Rejected"];

frappe.ui.form.on("ITSM Nonconformity", {
	setup(frm) {
		const of_this_system = () => ({ filters: { system: frm.doc.system } });
		frm.set_query("related_process", () => ({ filters: { system: frm.doc.system, is_active: 1 } }));
		frm.set_query("arrangement", of_this_system);
		frm.set_query("service", of_this_system);
		frm.set_query("area_manager", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		frm.set_query("reference_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
		frm.set_query("requirement", "requirements", () => ({ filters: { is_group: 0 } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.system) choose_only_system(frm);
	},

	refresh(frm) {
		frm.set_intro("");
		show_standing(frm);
		show_fishbone(frm);
		show_actions(frm);
		if (frm.is_new()) return;
		offer_decisions(frm);
		offer_step_onwards(frm, NEXT_ACTION, take_with_reason);
		if (!SETTLED.includes(frm.doc.workflow_state) && frappe.model.can_write(frm.doctype)) {
			frm.add_custom_button(__("Give More Time"), () => give_more_time(frm));
		}
	},

	// Who owns the process usually manages the area; whoever judges it may choose somebody else.
	related_process(frm) {
		if (!frm.doc.related_process || frm.doc.area_manager) return;
		frappe.db
			.get_value("ITSM Process", frm.doc.related_process, "process_owner")
			.then(({ message }) => !frm.doc.area_manager && frm.set_value("area_manager", message?.process_owner));
	},

	before_workflow_action(frm) {
		const steps = {
			"Reject Nonconformity": "Rejected",
			"Return to Analysis": "Analysis",
			"Find Ineffective": "Analysis",
			"Confirm Effectiveness": "Closed",
		};
		return note_reason_before_step(frm, steps);
	},
});

// The way it goes, where it stands on it, and the clock.
function show_standing(frm) {
	const wrapper = frm.get_field("standing").$wrapper.empty();
	const standing = frm.doc.__onload?.standing;
	if (frm.is_new() || !standing) return;
	const { workflow_state } = frm.doc;
	const reached = STATES.indexOf(workflow_state);
	const pills =
		workflow_state === "Rejected"
			? [pill("gray", __("Rejected"))]
			: STATES.map((state, index) => {
					const colour = index < reached || workflow_state === "Closed" ? "green" : index === reached ? "blue" : "gray";
					return pill(colour, __(state));
			  });
	const lines = [pills.join(" → "), clock(frm, standing)];
	if (frm.doc.recurrence_of) {
		const link = frappe.utils.get_form_link(frm.doctype, frm.doc.recurrence_of, true);
		lines.push(`${pill("red", __("Comes back"))} ${__("The same cause as {0}.", [link])}`);
	}
	wrapper.html(lines.filter(Boolean).map((line) => `<p>${line}</p>`).join(""));
}

function clock({ doc }, standing) {
	const due = frappe.datetime.str_to_user(doc.due_on);
	if (standing.is_overdue) {
		const late = pill("red", __("{0} days late", [standing.days_late]));
		return `${late} ${__("It was to be put right by {0}.", [due])}`;
	}
	if (standing.is_at_work) {
		const left = pill(standing.days_left <= 7 ? "orange" : "blue", __("{0} days left", [standing.days_left]));
		return `${left} ${__("To be put right by {0}.", [due])}`;
	}
	if (!standing.verifiable_from) return "";
	const day = frappe.datetime.str_to_user(standing.verifiable_from);
	return standing.is_verifiable
		? pill("orange", __("Can be verified since {0}", [day]))
		: pill("blue", __("Can be verified from {0} on", [day]));
}

// Drawn by the server, which escapes what people wrote.
function show_fishbone(frm) {
	const picture = frm.doc.__onload?.fishbone;
	const empty = __("List contributing causes, and the picture shows them by category.");
	frm.get_field("fishbone").$wrapper.html(picture || `<p class="text-muted">${empty}</p>`);
}

function show_actions(frm) {
	const wrapper = show_planned_actions(frm, [
		["title", __("Title")],
		["kind", __("Kind")],
		["status", __("Status")],
		["responsible", __("Responsible")],
		["due_on", __("Due On")],
	]);
	if (frm.is_new()) return;
	offer_new_actions(frm, wrapper);
}

// A correction can be planned at once; what is done about the cause waits for the cause.
function offer_new_actions(frm, wrapper) {
	const { workflow_state } = frm.doc;
	if (SETTLED.includes(workflow_state) || !frappe.model.can_create("ITSM Action")) return;
	const has_cause = ["Action Plan", "In Action", "Verification"].includes(workflow_state);
	const offers = [
		["Correction", __("New Correction"), true],
		["Corrective", __("New Corrective Action"), has_cause],
		["Preventive", __("New Preventive Action"), has_cause],
	];
	for (const [kind, label, is_open] of offers) {
		if (!is_open) continue;
		$(`<button type="button" class="btn btn-default btn-xs mr-2">${label}</button>`)
			.appendTo(wrapper)
			.on("click", () =>
				frappe.new_doc("ITSM Action", {
					system: frm.doc.system,
					kind,
					reference_doctype: frm.doctype,
					reference_name: frm.doc.name,
				})
			);
	}
}

// That it is closed takes a reason.
function take_with_reason(frm, action, step) {
	if (step !== "Closed") return take_step(frm, action);
	return prompt_for_reason(__(action), ({ reason }) =>
		frm
			.call("give_reason", { step, reason })
			.then(() => frm.reload_doc())
			.then(() => take_step(frm, action))
	);
}

function give_more_time(frm) {
	frappe.prompt(
		[
			{ fieldname: "due_on", fieldtype: "Date", label: __("To Be Put Right By"), default: frm.doc.due_on, reqd: 1 },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		],
		(values) => frm.call("give_more_time", values).then(() => frm.reload_doc()),
		__("Give More Time"),
		__("Give More Time")
	);
}
