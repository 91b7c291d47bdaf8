frappe.ui.form.on("ITSM Process", {
	setup(frm) {
		frm.set_query("other_process", "interfaces", () => ({
			filters: { system: frm.doc.system, name: ["!=", frm.doc.name] },
		}));
		const of_this_system = () => ({ filters: { system: frm.doc.system } });
		frm.set_query("evidence_source", "indicators", of_this_system);
		frm.set_query("objective", "indicators", of_this_system);
		const enabled = () => ({ filters: { enabled: 1 } });
		frm.set_query("process_owner", enabled);
		frm.set_query("user", "roles", enabled);
	},

	refresh(frm) {
		frm.get_field("indicator_values").$wrapper.empty();
		if (frm.is_new()) return;
		show_present_values(frm);
		offer_confirmation(frm);
		show_arrangements(frm);
		if (frappe.model.can_get_report("ITSM Process")) {
			frm.add_custom_button(
				__("Responsibility Matrix"),
				() => frappe.set_route("query-report", "ITSM Responsibility Matrix", { system: frm.doc.system }),
				__("View")
			);
		}
		offer_decisions(frm);
	},
});

function offer_confirmation(frm) {
	const { may_confirm, confirmation_due } = frm.doc.__onload || {};
	if (!frm.doc.is_active || !may_confirm || !confirmation_due || frm.is_dirty()) return;
	frm.page.set_primary_action(__("Confirm Responsibilities"), () =>
		frappe.prompt(
			{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks"), reqd: 1 },
			({ remarks }) => frm.call("confirm_responsibilities", { remarks }).then(() => frm.reload_doc()),
			__("Confirm Responsibilities"),
			__("Record")
		)
	);
}

// What others operate needs an arrangement with them (4.2).
function show_arrangements(frm) {
	frm.set_intro("");
	const is_ours = !["Partly by Others", "Wholly by Others"].includes(frm.doc.operated_by);
	if (is_ours || !frappe.model.can_read("ITSM Arrangement")) return;
	const of_this = { related_process: frm.doc.name };
	frm.add_custom_button(
		__("Arrangements"),
		() => frappe.set_route("List", "ITSM Arrangement", "List", of_this),
		__("View")
	);
	const standing = { ...of_this, workflow_state: ["in", ["Agreed", "Active", "Under Improvement"]] };
	frappe.db.count("ITSM Arrangement", { filters: standing }).then((number) => {
		if (number || frm.doc.name !== of_this.related_process) return;
		frm.set_intro(__("Others operate this process, and no arrangement with them is agreed."), "orange");
		if (!frappe.model.can_create("ITSM Arrangement")) return;
		frm.add_custom_button(__("New Arrangement"), () =>
			frappe.new_doc("ITSM Arrangement", { ...of_this, system: frm.doc.system })
		);
	});
}

function show_present_values(frm) {
	if (!(frm.doc.indicators || []).length) return;
	frm.call("present_values").then((r) => {
		const rows = (r.message || []).map(as_row).join("");
		const heads = [__("Indicator"), __("Target"), __("Present Value"), __("As Of"), __("From")];
		frm.get_field("indicator_values").$wrapper.html(
			`<div class="table-responsive"><table class="table table-bordered">
				<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead>
				<tbody>${rows}</tbody>
			</table></div>`
		);
	});
}

function as_row(row) {
	const text = frappe.utils.escape_html;
	const target = `${__(row.operator)} ${format_number(row.target, null, 2)} ${text(row.unit)}`;
	const from = row.doctype ? frappe.utils.get_form_link(row.doctype, row.name, true) : __(row.source);
	const cells = row.why
		? [`<span class="indicator-pill gray">${__("No data")}</span> ${text(row.why)}`, "", __(row.source)]
		: [
				`<span class="indicator-pill ${row.in_target ? "green" : "red"}">${format_number(row.value, null, 2)} ${text(row.unit)}</span>`,
				frappe.datetime.str_to_user(row.as_of),
				from,
		  ];
	return `<tr>${[text(row.indicator), target, ...cells].map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}
