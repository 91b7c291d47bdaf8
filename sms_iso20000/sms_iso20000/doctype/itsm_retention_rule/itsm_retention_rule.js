frappe.ui.form.on("ITSM Retention Rule", {
	setup(frm) {
		frm.set_query("document_type", () => ({ filters: { istable: 0, issingle: 0, is_virtual: 0 } }));
		frm.set_query("rule_owner", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		frm.is_new() || frm.doc.status === "Draft" ? frm.enable_save() : frm.disable_save();
		offer_fields(frm);
		if (frm.is_new()) return;
		offer_decisions(frm);
		if (frm.doc.status === "In Force") show_standing(frm);
		if (!frappe.model.can_write(frm.doctype)) return;
		offer_approval(frm);
		offer_hold(frm);
		if (frm.doc.status !== "Withdrawn") {
			frm.add_custom_button(__("Withdraw"), () => ask_reason(frm, "withdraw", __("Withdraw")), __("Actions"));
		}
	},

	document_type(frm) {
		offer_fields(frm);
	},
});

const DATES = ["Date", "Datetime"];
const STANDARD_DATES = ["creation", "modified"];

function offer_fields(frm) {
	if (!frm.doc.document_type) return;
	frappe.model.with_doctype(frm.doc.document_type, () => {
		const offered = (wanted) =>
			frappe
				.get_meta(frm.doc.document_type)
				.fields.filter((df) => frappe.model.is_value_type(df.fieldtype) && !df.is_virtual && wanted(df))
				.map((df) => ({ value: df.fieldname, label: df.fieldname, description: __(df.label) }));
		const standard = STANDARD_DATES.map((name) => ({ value: name, label: name }));
		frm.fields_dict.start_field.set_data([...offered((df) => DATES.includes(df.fieldtype)), ...standard]);
		frm.fields_dict.anonymise_fields.grid.update_docfield_property(
			"field_name",
			"options",
			offered((df) => df.fieldname !== frm.doc.start_field)
		);
	});
}

function show_standing(frm) {
	frm.call("show_standing").then((r) => {
		const { kept, due, conflicts } = r.message;
		frm.dashboard.clear_headline();
		frm.dashboard.add_indicator(__("Kept: {0}", [kept]), "blue");
		frm.dashboard.add_indicator(__("Due: {0}", [due]), due ? "orange" : "green");
		if (frm.doc.legal_hold) frm.dashboard.add_indicator(__("Legal Hold"), "red");
		if (conflicts.length) {
			const items = conflicts.map((text) => `<li>${frappe.utils.escape_html(text)}</li>`).join("");
			frm.set_intro(`${__("Settings of the host work against this rule:")}<ul class="mb-0">${items}</ul>`, "red");
		}
		if (due && frappe.model.can_create("ITSM Disposal")) {
			frm.add_custom_button(__("Request Disposal"), () =>
				frappe.new_doc("ITSM Disposal", { system: frm.doc.system, rule: frm.doc.name })
			).addClass("btn-primary");
		}
	});
}

// The step is offered to whoever the server would let take it; everybody else reads what it waits for.
function offer_approval(frm) {
	if (frm.doc.status !== "Draft" || frm.is_dirty()) return;
	frm.call("what_is_missing").then((r) => {
		if (frm.is_dirty()) return;
		const sentences = r.message || [];
		frm.set_intro("");
		say_what_is_missing(frm, "In Force", sentences);
		if (sentences.length) return;
		frm.set_intro(__("Look at the period and its basis, then approve the rule; until then it keeps nothing."), "blue");
		frm.page.set_primary_action(__("Approve"), () =>
			frappe.confirm(__("Put this rule in force? Nothing it keeps can be deleted from now on."), () =>
				frm.call("approve").then(() => frm.reload_doc())
			)
		);
	});
}

function offer_hold(frm) {
	if (frm.doc.status !== "In Force") return;
	if (!frm.doc.legal_hold) {
		frm.add_custom_button(
			__("Place Legal Hold"),
			() => ask_reason(frm, "place_hold", __("Place Legal Hold")),
			__("Actions")
		);
	} else if (frappe.user.has_role("ITSM Top Management")) {
		frm.add_custom_button(
			__("Release Legal Hold"),
			() => ask_reason(frm, "release_hold", __("Release Legal Hold")),
			__("Actions")
		);
	}
}

function ask_reason(frm, method, title) {
	frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		({ reason }) => frm.call(method, { reason }).then(() => frm.reload_doc()),
		title,
		title
	);
}
