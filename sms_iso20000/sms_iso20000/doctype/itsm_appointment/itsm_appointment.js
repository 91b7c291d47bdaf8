frappe.ui.form.on("ITSM Appointment", {
	setup(frm) {
		frm.set_query("appointee", () => ({ filters: { enabled: 1 } }));
		frm.set_query("related_process", (doc) => ({ filters: { system: doc.system || "", is_active: 1 } }));
	},

	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		frm.doc.status === "Draft" ? frm.enable_save() : frm.disable_save();
		if (frm.is_new()) return;
		offer_next_step(frm);
		if (["Appointed", "Accepted"].includes(frm.doc.status) && (is_appointee(frm) || may_write(frm))) {
			frm.add_custom_button(__("End Appointment"), () => ask_for_end(frm));
		}
		offer_decisions(frm);
	},
});

const NEXT_STEP = { Draft: "Appointed", Appointed: "Accepted" };

const is_appointee = (frm) => frm.doc.appointee === frappe.session.user;
const may_write = (frm) => frappe.model.can_write(frm.doctype);

// The next step is offered to whoever the server would let take it; everybody else reads what it waits for.
function offer_next_step(frm) {
	const step = NEXT_STEP[frm.doc.status];
	const concerned = frm.doc.status === "Appointed" ? is_appointee(frm) : may_write(frm);
	if (!step || frm.is_dirty()) return;
	if (!concerned) {
		if (frm.doc.status === "Appointed") frm.set_intro(__("Awaits acceptance by the appointee."), "orange");
		return;
	}
	frm.call("what_is_missing").then((r) => {
		if (frm.is_dirty()) return;
		const sentences = r.message || [];
		frm.set_intro("");
		say_what_is_missing(frm, step, sentences);
		if (frm.doc.status === "Appointed") offer_answer(frm, !sentences.length);
		else if (!sentences.length) offer_appointing(frm);
	});
}

function offer_appointing(frm) {
	frm.set_intro(__("Ready to be appointed; the appointee is then asked to accept."), "blue");
	frm.page.set_primary_action(__("Appoint"), () =>
		frappe.confirm(
			__("Appoint {0}? What the appointment says is sealed.", [frappe.utils.escape_html(frm.doc.appointee)]),
			() => act(frm, "appoint")
		)
	);
}

function offer_answer(frm, can_accept) {
	if (can_accept) {
		frm.set_intro(__("You are asked to accept this appointment, or to decline it and say why."), "blue");
		frm.page.set_primary_action(__("Accept Appointment"), () =>
			ask(frm, __("Accept Appointment"), [remarks_field(__("Remarks"), 0)], "accept")
		);
	}
	frm.add_custom_button(__("Decline"), () => ask(frm, __("Decline"), [remarks_field(__("Reason"), 1)], "decline"));
}

function ask_for_end(frm) {
	const fields = [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }];
	if (frm.doc.took_office_on) {
		fields.unshift({
			fieldname: "ended_on",
			fieldtype: "Date",
			label: __("Last Day in Office"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		});
	}
	ask(frm, __("End Appointment"), fields, "end");
}

const remarks_field = (label, reqd) => ({ fieldname: "remarks", fieldtype: "Small Text", label, reqd });

function ask(frm, title, fields, method) {
	frappe.prompt(fields, (values) => act(frm, method, values), title, __("Record"));
}

function act(frm, method, values) {
	return frm.call(method, values).then(() => frm.reload_doc());
}
