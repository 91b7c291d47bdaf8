frappe.ui.form.on("ITSM Management Report", {
	setup(frm) {
		frm.set_df_property("sections", "cannot_add_rows", 1);
		frm.set_df_property("sections", "cannot_delete_rows", 1);
	},

	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		if (frm.is_new()) {
			frm.set_intro(__("Choose the system and whole months; the facts are drafted when you save."), "blue");
			return;
		}
		// Once signed, the comments are read beside the facts.
		frm.toggle_display("sections", frm.doc.status === "Draft");
		show_facts(frm);
		offer_next_step(frm);
	},
});

function offer_next_step(frm) {
	const unmet = frm.doc.__onload.before_next_step;
	if (frm.doc.status === "Draft") {
		if (frappe.model.can_write(frm.doctype)) {
			frm.add_custom_button(__("Redraft Facts"), () => act(frm, "redraft"));
		}
		say_what_is_missing(frm, "Signed", unmet);
		if (!unmet.length) {
			frm.set_intro(__("Everything is there: read it once more and sign."), "blue");
			frm.page.set_primary_action(__("Sign"), () =>
				frappe.confirm(__("Sign this report? It is sealed then, and top management is told."), () =>
					act(frm, "sign")
				)
			);
		}
	}
	if (frm.doc.status === "Signed" && frappe.model.can_write(frm.doctype)) {
		if (unmet.length) {
			frm.set_intro(__("Top management has been told and answers next."), "blue");
			return;
		}
		frm.set_intro(__("You are asked to answer this report, or to decide on what it proposes."), "blue");
		frm.page.set_primary_action(__("Answer"), () =>
			frappe.prompt(
				{ fieldname: "text", fieldtype: "Small Text", label: __("Answer"), reqd: 1 },
				({ text }) => act(frm, "answer_report", { text }),
				__("Answer"),
				__("Answer")
			)
		);
	}
}

function act(frm, method, values) {
	return frm.call(method, values).then(() => frm.reload_doc());
}

// As the report will be read: facts of each subject, and what was said to them.
function show_facts(frm) {
	const sections = (frm.doc.sections || []).map((row) => {
		const comment = row.comment
			? `<blockquote>${frappe.utils.escape_html(row.comment).replace(/\n/g, "<br>")}</blockquote>`
			: "";
		const facts = frappe.dom.remove_script_and_style(row.facts || "");
		return `<h5>${__(row.kind)}</h5><div class="table-responsive">${facts}</div>${comment}`;
	});
	frm.get_field("facts").$wrapper.html(sections.join(""));
}

frappe.ui.form.on("ITSM Management Report Section", {
	comment: (frm) => show_facts(frm),
});
