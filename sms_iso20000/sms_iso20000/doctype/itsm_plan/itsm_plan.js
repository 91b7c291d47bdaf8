frappe.ui.form.on("ITSM Plan", {
	setup(frm) {
		offer_audiences(frm);
		const of_this_system = () => ({ filters: { system: frm.doc.system } });
		frm.set_query("plan_owner", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		frm.set_query("service", "services", () => ({
			filters: { system: frm.doc.system, workflow_state: ["!=", "Retired"] },
		}));
		frm.set_query("link_type", "links", () => ({
			filters: { name: ["like", "ITSM %"], istable: 0, issingle: 0 },
		}));
		frm.set_query("link_name", "links", (doc, cdt, cdn) =>
			locals[cdt][cdn].link_type === "ITSM System" ? { filters: { name: doc.system } } : of_this_system()
		);
	},

	refresh(frm) {
		show_revision(frm, {
			may_keep: frappe.user.has_role("ITSM Top Management"),
			keep_label: __("Reviewed, No Change"),
			views: views_of_plan(frm.doc),
		});
		offer_to_fill_in(frm);
	},

	before_workflow_action: ask_withdrawal_reason,
});

function views_of_plan(doc) {
	if (!frappe.model.can_read("ITSM Decision")) return [];
	const views = [
		[__("Who Has Acknowledged"), "query-report", "ITSM Acknowledgement Status", { document: doc.name }],
		// Activities outlive the revision that they were set for.
		[__("Plan Activities (Gantt)"), "List", "ITSM Action", "Gantt", { system: doc.system, kind: "Plan Activity" }],
	];
	if (doc.workflow_state === "In Force") {
		views.push([__("Drift"), "query-report", "ITSM Plan Drift", { system: doc.system }]);
	}
	return [...views, ...views_of_revisions(doc)];
}

// What is typed is saved first: the server fills in what is stored.
function offer_to_fill_in(frm) {
	if (frm.is_new() || frm.doc.workflow_state !== "Draft" || !frappe.model.can_write(frm.doctype)) return;
	const fill = (method) => () => {
		const saved = frm.is_dirty() ? frm.save() : Promise.resolve();
		return saved.then(() => read_stored(frm, method)).then(() => frm.reload_doc());
	};
	frm.add_custom_button(__("Fill Scope From Services"), fill("fill_scope"), __("Fill In"));
	frm.add_custom_button(__("Propose Live Records"), fill("propose_links"), __("Fill In"));
}
