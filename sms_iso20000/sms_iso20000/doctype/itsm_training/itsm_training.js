frappe.ui.form.on("ITSM Training", {
	setup(frm) {
		frm.set_query("competence", () => ({ filters: { system: frm.doc.system, is_active: 1 } }));
		frm.set_query("trainer", () => ({ filters: { enabled: 1 } }));
		frm.set_query("host_type", () => ({ filters: { name: ["in", ["Training Event", "Training Result"]] } }));
	},

	refresh(frm) {
		frm.set_intro("");
		frm.doc.status === "Planned" ? frm.enable_save() : frm.disable_save();
		frm.get_field("participants_panel").$wrapper.empty();
		if (frm.is_new()) return;
		show_participants(frm);
		if (frm.doc.status === "Planned" && frappe.model.can_write(frm.doctype)) {
			frm.add_custom_button(__("Add People"), () => add_people(frm));
			frm.add_custom_button(__("Cancel Training"), () =>
				prompt_for_reason(__("Cancel Training"), ({ reason }) =>
					frm.call("call_off", { reason }).then(() => frm.reload_doc())
				)
			);
		}
	},
});

function show_participants(frm) {
	read_stored(frm, "show_participants").then((people) => {
		draw_participants(frm, people);
		if (frm.doc.status !== "Planned" || !people.length || !frappe.model.can_write(frm.doctype)) return;
		if (frm.is_dirty() || frm.doc.ends_on > frappe.datetime.get_today()) return;
		frm.page.set_primary_action(__("Record as Held"), () => hold(frm, people));
	});
}

function draw_participants(frm, people) {
	const wrapper = frm.get_field("participants_panel").$wrapper.empty();
	if (!people.length) {
		const text = frm.doc.participants ? __("You do not see who takes part, only how many.") : __("Nobody yet.");
		wrapper.html(`<p class="text-muted">${text}</p>`);
		return;
	}
	const due = frm.doc.evaluation_due_on <= frappe.datetime.get_today();
	const rows = people.map((row) => {
		const awaits = frm.doc.status === "Held" && row.attendance === "Attended" && row.effect === "Not Evaluated";
		const buttons = [];
		if (awaits && due && row.user !== frappe.session.user) buttons.push(button("evaluate", row, __("Evaluate")));
		if (frm.doc.status === "Planned" && frappe.model.can_write(frm.doctype)) {
			buttons.push(button("take-off", row, __("Take Off")));
		}
		const effect = row.effect && row.attendance === "Attended" ? pill(row.effect, EFFECTS) : "";
		const remarks = row.remarks ? `<div class="small">${frappe.utils.escape_html(row.remarks)}</div>` : "";
		return `<tr><td>${frappe.utils.escape_html(row.full_name || __("Anonymised"))}</td>
			<td>${pill(row.attendance, ATTENDANCE)} ${effect}${remarks}</td>
			<td class="text-right">${buttons.join(" ")}</td></tr>`;
	});
	wrapper.html(`<table class="table table-sm itsm-participants"><tbody>${rows.join("")}</tbody></table>`);
	wrapper.find("[data-act=evaluate]").on("click", (event) => evaluate(frm, event.currentTarget.dataset.name));
	wrapper.find("[data-act=take-off]").on("click", (event) =>
		frm.call("take_off", { participant: event.currentTarget.dataset.name }).then(() => frm.reload_doc())
	);
}

const ATTENDANCE = { Planned: "blue", Attended: "green", Absent: "orange" };
const EFFECTS = { "Not Evaluated": "gray", Effective: "green", "Not Effective": "red" };

function pill(value, colours) {
	return `<span class="indicator-pill ${colours[value]}">${__(value)}</span>`;
}

function button(act, row, label) {
	return `<button class="btn btn-default btn-xs" data-act="${act}" data-name="${row.name}">${label}</button>`;
}

function add_people(frm) {
	frappe.prompt(
		{
			fieldname: "users",
			fieldtype: "MultiSelectPills",
			label: __("People"),
			get_data: (text) => frappe.db.get_link_options("User", text, { enabled: 1 }),
			reqd: 1,
		},
		({ users }) => frm.call("add_participants", { users }).then(() => frm.reload_doc()),
		__("Add People"),
		__("Add")
	);
}

function hold(frm, people) {
	if (frm.doc.host_training) {
		frappe.confirm(__("HRMS says who attended. Record the training as held?"), () =>
			frm.call("hold").then(() => frm.reload_doc())
		);
		return;
	}
	frappe.prompt(
		{
			fieldname: "attendance",
			fieldtype: "MultiCheck",
			label: __("Who Was There"),
			columns: 1,
			options: people.map((row) => ({ label: row.full_name, value: row.user, checked: 1 })),
		},
		({ attendance }) => frm.call("hold", { attendance }).then(() => frm.reload_doc()),
		__("Record as Held"),
		__("Record")
	);
}

function evaluate(frm, participant) {
	frappe.prompt(
		[
			{
				fieldname: "effect",
				fieldtype: "Select",
				label: __("Effect"),
				options: ["Effective", "Not Effective"].map((value) => ({ value, label: __(value) })),
				reqd: 1,
			},
			{
				fieldname: "remarks",
				fieldtype: "Small Text",
				label: __("What Shows It"),
				description: __("Test, observed work, quality of tickets."),
				reqd: 1,
			},
		],
		(values) =>
			frm.call("evaluate", { participant, ...values }).then(() => {
				frm.reload_doc();
				if (values.effect === "Not Effective") propose_another(frm);
			}),
		__("Evaluate"),
		__("Record")
	);
}

function propose_another(frm) {
	if (!frappe.model.can_create("ITSM Training")) return;
	frappe.confirm(__("The gap stays open. Plan another training from the matrix?"), () =>
		frappe.set_route("query-report", "ITSM Competence Matrix", { system: frm.doc.system, only_gaps: 1 })
	);
}
