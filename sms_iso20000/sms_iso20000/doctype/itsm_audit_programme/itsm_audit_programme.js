const NEXT_ACTION = { Draft: ["Approve", "Approved"], Approved: ["Start Programme", "Running"] };

frappe.ui.form.on("ITSM Audit Programme", {
	setup(frm) {
		frm.set_query("programme_owner", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		frm.set_intro("");
		show_coverage(frm);
		if (frm.is_new()) return;
		offer_decisions(frm);
		offer_slots(frm);
		offer_next_step(frm);
	},

	before_workflow_action: (frm) =>
		note_reason_before_step(frm, { "Return to Draft": "Draft", "Close Programme": "Closed" }),
});

function show_coverage(frm) {
	const { coverage = "", cards = {} } = frm.doc.__onload || {};
	frm.get_field("coverage").$wrapper.html(frm.is_new() ? "" : coverage);
	const colours = { Done: "green", Assigned: "blue", Planned: "gray", Overdue: "orange" };
	const pills = Object.entries(cards)
		.filter(([, count]) => count)
		.map(([standing, count]) => `<span class="indicator-pill ${colours[standing]}">${__(standing)}: ${count}</span>`);
	frm.get_field("standing").$wrapper.html(frm.is_new() ? "" : `<p>${pills.join(" ")}</p>`);
}

function offer_slots(frm) {
	const of_programme = { programme: frm.doc.name };
	const list = (view) => frappe.set_route("List", "ITSM Audit Slot", view, of_programme);
	frm.add_custom_button(__("Slots"), () => list("List"), __("View"));
	frm.add_custom_button(__("Calendar"), () => list("Calendar"), __("View"));
	frm.add_custom_button(__("Gantt"), () => list("Gantt"), __("View"));
	frm.add_custom_button(
		__("Audit Coverage"),
		() => frappe.set_route("query-report", "ITSM Audit Coverage", { system: frm.doc.system, programme: frm.doc.name }),
		__("View")
	);
	if (frm.doc.workflow_state === "Closed" || !frappe.model.can_write(frm.doctype)) return;
	frm.add_custom_button(__("Generate Slots"), () => generate_slots(frm));
}

// What would change is said before anything is changed.
function generate_slots(frm) {
	frm.call("propose_slots").then(({ message }) =>
		frappe.confirm(`${message}<br>${__("Make it so?")}`, () =>
			frm.call({ method: "generate_slots", doc: frm.doc, freeze: true }).then(() => frm.reload_doc())
		)
	);
}

// What stands against the next step is said above the form.
function offer_next_step(frm) {
	const [, step] = NEXT_ACTION[frm.doc.workflow_state] || [];
	if (!step || frm.is_dirty()) return;
	const { name, workflow_state } = frm.doc;
	read_stored(frm, "what_is_missing", { step }).then((missing) => {
		if (frm.doc.name !== name || frm.doc.workflow_state !== workflow_state || frm.is_dirty()) return;
		say_what_is_missing(frm, step, Object.values(missing));
	});
}
