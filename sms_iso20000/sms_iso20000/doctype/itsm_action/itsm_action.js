frappe.ui.form.on("ITSM Action", {
	setup(frm) {
		frm.set_query("responsible", () => ({ filters: { enabled: 1 } }));
		frm.set_query("reference_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
		frm.set_query("reference_name", () => of_same_system(frm));
	},

	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		if (frm.is_new()) return;
		offer_decisions(frm);
		frm.add_custom_button(
			__("Gantt"),
			() => frappe.set_route("List", "ITSM Action", "Gantt", { system: frm.doc.system }),
			__("View")
		);
		if (frm.doc.__onload?.is_overdue) {
			const due = frappe.datetime.str_to_user(frm.doc.due_on);
			frm.set_intro(__("This action was due on {0}.", [due]), "red");
		}
		offer_steps(frm, frm.doc.__onload?.steps || []);
	},
});

// Records that belong to a system are offered only from the same one.
function of_same_system(frm) {
	const meta = frappe.get_meta(frm.doc.reference_doctype);
	const has_system = meta?.fields.some((field) => field.fieldname === "system");
	return has_system ? { filters: { system: frm.doc.system } } : {};
}

function offer_steps(frm, steps) {
	const offers = {
		Start: [__("Start"), () => act(frm, "start")],
		Complete: [__("Complete"), () => ask_for_completion(frm)],
		Reopen: [__("Reopen"), () => prompt_for_reason(__("Reopen"), (values) => act(frm, "reopen", values))],
		Cancel: [
			__("Cancel Action"),
			() => prompt_for_reason(__("Cancel Action"), (values) => act(frm, "cancel_action", values)),
		],
	};
	if (steps.includes("Verify")) {
		frm.page.set_primary_action(__("Check Effectiveness"), () => ask_for_check(frm));
	}
	if (steps.includes("Complete")) {
		frm.add_custom_button(__("Report Progress"), () => ask_for_progress(frm));
	}
	for (const [step, [label, take]] of Object.entries(offers)) {
		if (steps.includes(step)) frm.add_custom_button(label, take);
	}
	frm.change_custom_button_type(__("Complete"), null, "primary");
}

function ask_for_progress(frm) {
	frappe.prompt(
		{
			fieldname: "progress",
			fieldtype: "Int",
			label: __("Progress (Percent)"),
			default: frm.doc.progress,
			reqd: 1,
		},
		(values) => act(frm, "report_progress", values),
		__("Report Progress"),
		__("Report Progress")
	);
}

function ask_for_completion(frm) {
	frappe.prompt(
		[
			{ fieldname: "evidence", fieldtype: "Small Text", label: __("What Shows That It Is Done"), reqd: 1 },
			{
				fieldname: "evidence_file",
				fieldtype: "Attach",
				label: __("Evidence File"),
				options: { doctype: frm.doctype, docname: frm.doc.name },
			},
		],
		(values) => act(frm, "complete", values),
		__("Complete"),
		__("Complete")
	);
}

function ask_for_check(frm) {
	frappe.prompt(
		[
			{
				fieldname: "found",
				fieldtype: "Select",
				label: __("Result of the Check"),
				options: [
					{ value: "1", label: __("It brought what it was to bring") },
					{ value: "0", label: __("It did not") },
				],
				default: "1",
				reqd: 1,
			},
			{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks") },
		],
		({ found, remarks }) => act(frm, "check", { effective: found, remarks: remarks || "" }),
		__("Check Effectiveness"),
		__("Record")
	);
}

function act(frm, method, values) {
	return frm.call(method, values).then(() => frm.reload_doc());
}
