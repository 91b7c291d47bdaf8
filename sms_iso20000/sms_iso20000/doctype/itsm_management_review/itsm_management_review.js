const PROGRESS = "itsm_management_review_progress";
// Where a site has no socket, the form asks by itself, every so many milliseconds.
const ASKED_EVERY = 2000;
const STATES = ["Planned", "Inputs Compiled", "Held", "Signed"];
const NEXT_ACTION = {
	"Inputs Compiled": ["Hold Review", "Held"],
	Held: ["Sign Minutes", "Signed"],
};
const PEOPLE = () => ({ filters: { enabled: 1, user_type: "System User" } });

frappe.ui.form.on("ITSM Management Review", {
	setup(frm) {
		offer_audiences(frm);
		frm.set_query("chair", PEOPLE);
		frm.set_query("user", "attendees", PEOPLE);
		frm.set_query("responsible", "outputs", PEOPLE);
		frm.set_df_property("inputs", "cannot_add_rows", 1);
		frm.set_df_property("inputs", "cannot_delete_rows", 1);
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.system) choose_only_system(frm);
		frappe.realtime.off(PROGRESS);
		frappe.realtime.on(PROGRESS, (figures) => show_progress(frm, figures));
	},

	refresh(frm) {
		frm.set_intro("");
		const is_signed = frm.doc.workflow_state === "Signed";
		for (const table of ["attendees", "inputs", "outputs", "audience"]) {
			frm.set_df_property(table, "read_only", is_signed ? 1 : 0);
		}
		frm.set_df_property("agenda", "read_only", is_signed ? 1 : 0);
		show_standing(frm);
		show_inputs(frm);
		show_actions(frm);
		if (frm.is_new()) return;
		offer_decisions(frm);
		offer_told(frm);
		if (is_signed) {
			frm.disable_save();
			offer_addendum(frm);
			return;
		}
		offer_step_onwards(frm, NEXT_ACTION, take_with_confirmation);
		offer_compilation(frm);
	},

	before_workflow_action(frm) {
		return note_reason_before_step(frm, { "Return to Preparation": "Inputs Compiled" });
	},

	// The host hands on the record without what it was loaded with.
	after_workflow_action: (frm) => frm.reload_doc(),
});

// The host forgets what the record was loaded with once the server was asked something about it.
function standing_of(frm) {
	const { name, __onload } = frm.doc;
	if (__onload?.standing) frm.standing = { name, ...__onload.standing };
	return frm.standing?.name === name ? frm.standing : undefined;
}

// The way it goes, where it stands on it, and what is to be known before anything else.
function show_standing(frm) {
	const wrapper = frm.get_field("standing").$wrapper.empty();
	const standing = standing_of(frm);
	if (frm.is_new() || !standing) return;
	const reached = STATES.indexOf(frm.doc.workflow_state);
	const is_over = frm.doc.workflow_state === "Signed";
	const pills = STATES.map((state, index) => {
		const colour = index < reached || is_over ? "green" : index === reached ? "blue" : "gray";
		return pill(colour, __(state));
	});
	const lines = [pills.join(" → ")];
	const without = standing.inputs.filter((input) => !input.has_data);
	if (without.length && !is_over) {
		lines.push(`${pill("orange", __("No data"))} ${without.map(({ title }) => title).join(", ")}`);
	}
	for (const { name, signed_on } of standing.addenda) {
		const link = frappe.utils.get_form_link("ITSM Management Review Addendum", name, true);
		lines.push(`${pill("orange", __("Corrected"))} ${link} ${frappe.datetime.str_to_user(signed_on)}`);
	}
	wrapper.html(lines.map((line) => `<p>${line}</p>`).join(""));
}

// As the meeting has them before it: facts, what was said to them, and what compiling anew has changed. Facts are made
// by the server, which escapes what comes from records.
function show_inputs(frm) {
	const inputs = standing_of(frm)?.inputs || [];
	const empty = __("The inputs are compiled from the records of the system: choose Compile Inputs.");
	const rows = Object.fromEntries((frm.doc.inputs || []).map((row) => [row.topic, row]));
	name_topics(inputs);
	const may_comment = frm.doc.workflow_state !== "Signed" && frappe.model.can_write(frm.doctype);
	const sections = inputs.map(({ topic, title, clause, has_data, facts, changes }) => {
		const comment = rows[topic]?.comment;
		const said = comment
			? `<blockquote class="small">${frappe.utils.escape_html(comment).replace(/\n/g, "<br>")}</blockquote>`
			: "";
		const changed = changes
			? `<details class="small text-muted"><summary>${__("Changed by compiling anew")}</summary>${changes}</details>`
			: "";
		const mark = has_data ? "" : pill("orange", __("No data"));
		const offer = may_comment
			? `<button type="button" class="btn btn-default btn-xs" data-topic="${topic}">${__("Comment")}</button>`
			: "";
		const heading = `<h5 class="mt-4">${title} <small class="text-muted">${clause}</small> ${mark}</h5>`;
		return `${heading}${facts}${said}${changed}${offer}`;
	});
	const wrapper = frm.get_field("inputs_shown").$wrapper;
	wrapper.html(sections.join("") || `<p class="text-muted">${empty}</p>`);
	wrapper.find("button[data-topic]").on("click", function () {
		ask_for_comment(frm, rows[this.dataset.topic]);
	});
	frm.toggle_display("comments_section", inputs.length > 0);
}

// The table of comments names topics as everything else does.
function name_topics(inputs) {
	const titles = Object.fromEntries(inputs.map(({ topic, title }) => [topic, title]));
	frappe.meta.get_docfield("ITSM Management Review Input", "topic").formatter = (topic) => titles[topic] || topic;
}

function ask_for_comment(frm, row) {
	const title = __("Comment");
	const fields = [{ fieldname: "comment", fieldtype: "Small Text", label: title, default: row.comment }];
	frappe.prompt(
		fields,
		({ comment }) =>
			frappe.model.set_value(row.doctype, row.name, "comment", comment || "").then(() => {
				frm.refresh_field("inputs");
				show_inputs(frm);
			}),
		title,
		title
	);
}

function show_actions(frm) {
	show_planned_actions(frm).toggle(frm.doc.workflow_state === "Signed");
}

function offer_compilation(frm) {
	const standing = standing_of(frm);
	if (!standing?.may_compile || frm.is_dirty() || !frappe.model.can_write(frm.doctype)) return;
	if (standing.is_compiling) {
		frm.set_intro(__("The inputs are being compiled in the background."), "blue");
		look_whether_done(frm, frm.doc.name);
		return;
	}
	const is_first = frm.doc.workflow_state === "Planned";
	if (standing.is_stopped) frm.set_intro(__("The compilation was stopped; compile the inputs again."), "orange");
	else if (is_first) frm.set_intro(__("Next: have the inputs compiled from the records of the system."), "blue");
	const label = is_first ? __("Compile Inputs") : __("Compile Inputs Anew");
	if (is_first) after_the_host(() => frm.page.set_primary_action(label, () => ask_for_cutoff(frm)));
	else frm.add_custom_button(label, () => ask_for_cutoff(frm));
}

function look_whether_done(frm, name) {
	clearTimeout(frm.looking);
	frm.looking = setTimeout(async () => {
		if (frm.doc.name !== name || !frm.$wrapper.is(":visible")) return;
		const { message } = await frappe.db.get_value(frm.doctype, name, "compiling_since");
		if (message.compiling_since) look_whether_done(frm, name);
		else if (frm.doc.name === name && !frm.is_dirty()) frm.reload_doc();
	}, ASKED_EVERY);
}

function ask_for_cutoff(frm) {
	const title = __("Compile Inputs");
	frappe.prompt(
		{
			fieldname: "cutoff_on",
			fieldtype: "Date",
			label: __("Cut-Off Date"),
			default: frm.doc.cutoff_on || frappe.datetime.get_today(),
			description: __("Inputs are as of the end of this day. Comments stay."),
			reqd: 1,
		},
		({ cutoff_on }) => frm.call("compile_inputs", { cutoff_on }).then(() => frm.reload_doc()),
		title,
		title
	);
}

function show_progress(frm, { name, done, steps }) {
	if (name !== frm.doc.name) return;
	frm.dashboard.show_progress(__("Inputs"), (100 * done) / steps, __("{0} of {1} steps are done.", [done, steps]));
	if (done >= steps) frm.reload_doc();
}

function take_with_confirmation(frm, action, step) {
	if (step !== "Signed") return take_step(frm, action);
	const question = __("Sign the minutes? They are sealed then, actions are given out, and those concerned are told.");
	frappe.confirm(question, () => take_step(frm, action));
}

function offer_told(frm) {
	if (!frm.doc.communication || !frappe.model.can_read("ITSM Communication Receipt")) return;
	const of_this = { communication: frm.doc.communication };
	frm.add_custom_button(
		__("Who Was Told"),
		() => frappe.set_route("List", "ITSM Communication Receipt", of_this),
		__("View")
	);
}

function offer_addendum(frm) {
	if (!frappe.model.can_create("ITSM Management Review Addendum")) return;
	frm.add_custom_button(__("Correct"), () =>
		frappe.new_doc("ITSM Management Review Addendum", { review: frm.doc.name })
	);
}
