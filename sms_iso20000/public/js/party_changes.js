// On the form of an arrangement: how party and agreement stand, and what changed in them since the terms were agreed.

const STANDINGS = {
	Stands: [__("In Use"), "green"],
	"Not Yet": [__("Not Yet Binding"), "orange"],
	Ended: [__("Ended"), "red"],
	Disabled: [__("Disabled"), "red"],
	Gone: [__("No Longer There"), "red"],
};

frappe.ui.form.on("ITSM Arrangement", {
	refresh(frm) {
		const $panel = frm.get_field("party_changes").$wrapper.empty();
		if (frm.is_new() || !(frm.doc.party || frm.doc.agreement)) return;
		frm.call("show_changes").then((r) => {
			if (r.message) $panel.html(standings_html(r.message.standings) + changes_html(frm, r.message.changes));
		});
	},
});

function standings_html(standings) {
	const escape = frappe.utils.escape_html;
	const rows = standings.map((record) => {
		const [standing, colour] = STANDINGS[record.standing];
		const facts = record.facts.map((fact) => `${escape(fact.label)}: ${escape(fact.value)}`);
		if (!record.is_readable && record.standing !== "Gone") facts.push(__("You may not read this record."));
		if (record.is_readable && !record.is_tracked) facts.push(__("The host keeps no versions of this record type."));
		return `<tr>
			<td>${__(record.doctype)}</td>
			<td>${record.is_readable ? frappe.utils.get_form_link(record.doctype, record.name, true) : escape(record.name)}</td>
			<td><span class="indicator-pill ${colour}">${standing}</span></td>
			<td>${facts.join("<br>")}</td>
		</tr>`;
	});
	return party_table([__("Record Type"), __("Record"), __("Standing"), __("What It Says")], rows);
}

function changes_html(frm, changes) {
	const since = frappe.datetime.str_to_user(frm.doc.agreed_on || frm.doc.creation);
	if (!changes.length) return `<p class="text-muted">${__("No change was recorded since {0}.", [since])}</p>`;
	const escape = frappe.utils.escape_html;
	const rows = changes.map(
		(change) => `<tr>
			<td>${frappe.datetime.str_to_user(change.changed_on)}</td>
			<td>${escape(frappe.user.full_name(change.changed_by))}</td>
			<td>${frappe.utils.get_form_link(change.doctype, change.name, true)}</td>
			<td>${escape(change.field)}</td>
			<td>${escape(change.before)}</td>
			<td>${escape(change.after)}</td>
		</tr>`
	);
	const heads = [__("Changed On"), __("Changed By"), __("Record"), __("Field"), __("Before"), __("After")];
	return `<p class="text-muted">${__("Changes recorded since {0}:", [since])}</p>${party_table(heads, rows)}`;
}

function party_table(heads, rows) {
	return `<div class="table-responsive"><table class="table table-bordered">
		<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody>
	</table></div>`;
}
