frappe.ui.form.on("ITSM Budget Line", {
	setup(frm) {
		frm.set_query("budget_owner", () => ({ filters: { enabled: 1 } }));
		for (const field of ["service", "plan"]) {
			frm.set_query(field, () => ({ filters: { system: frm.doc.system } }));
		}
		frm.set_query("reference_doctype", () => ({ filters: { name: ["in", ["Cost Center", "Budget"]] } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.currency) frm.set_value("currency", frappe.boot.sysdefaults.currency);
	},

	refresh(frm) {
		frm.toggle_display("standing_section", !frm.is_new());
		if (frm.is_new()) return;
		show_standing(frm);
		frm.add_custom_button(
			__("Budget Overview"),
			() => frappe.set_route("query-report", "ITSM Budget Overview", { system: frm.doc.system }),
			__("View")
		);
		if (!frm.doc.is_active || !frappe.model.can_write(frm.doctype)) return;
		if (frm.doc.reference_name) {
			frm.page.set_primary_action(__("Record a Look at the Accounts"), () => ask_for_look(frm));
		} else {
			frm.page.set_primary_action(__("Record Spending"), () => ask_for_spending(frm));
		}
	},
});

function show_standing(frm) {
	const found = frm.doc.__onload?.standing;
	if (!found) return;
	const colours = { Overspent: "red", "Not Watched": "orange", "Ahead of Period": "orange", "On Track": "green" };
	const money = (amount) => format_currency(amount, frm.doc.currency);
	const bar = (label, share, colour, text) =>
		`<div class="mb-2"><div class="d-flex justify-content-between small"><span>${label}</span><span>${text}</span></div>
		<div class="progress" style="height: 8px"><div class="progress-bar" style="width: ${Math.min(share, 100)}%;
		background-color: var(--${colour}-500)"></div></div></div>`;
	const colour = colours[found.standing] || "gray";
	const rows = [
		bar(__("Spent"), found.share_spent, colour, `${money(found.spent || 0)} / ${money(found.budgeted)}`),
		bar(__("Period Elapsed"), found.share_elapsed, "gray", `${found.share_elapsed} %`),
	];
	if (found.host_spent !== null) {
		rows.push(`<div>${__("Spent by the accounts of the host: {0}", [money(found.host_spent)])}</div>`);
	}
	if (found.host_allotted !== null) {
		rows.push(`<div>${__("Allotted by the host: {0}", [money(found.host_allotted)])}</div>`);
	}
	if (found.difference) {
		rows.push(`<div class="text-warning">${__("Difference to ours: {0}", [money(found.difference)])}</div>`);
	}
	const pill = `<span class="indicator-pill ${colour} mb-3">${__(found.standing)}</span>`;
	frm.get_field("standing").$wrapper.html(`<div style="max-width: 480px">${pill}${rows.join("")}</div>`);
}

function ask_for_spending(frm) {
	frappe.prompt(
		[
			{
				fieldname: "amount",
				fieldtype: "Float",
				label: __("Spent so Far ({0})", [frm.doc.currency]),
				default: frm.doc.spent,
				reqd: 1,
			},
			{
				fieldname: "as_of",
				fieldtype: "Date",
				label: __("Spent as of"),
				default: frappe.datetime.get_today(),
				reqd: 1,
			},
			{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks") },
		],
		(values) => watch(frm, "record_spending", values),
		__("Record Spending"),
		__("Record")
	);
}

function ask_for_look(frm) {
	frappe.prompt(
		{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks") },
		(values) => watch(frm, "watch_accounts", values),
		__("Record a Look at the Accounts"),
		__("Record")
	);
}

function watch(frm, method, values) {
	return frm.call(method, values).then(() => frm.reload_doc());
}
