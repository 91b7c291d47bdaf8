// On the form of an audit: who of the team, and who else could be named, is independent of what is audited.

function show_independence(frm) {
	const field = frm.get_field("independence");
	if (frm.is_new() || !frm.doc.__onload?.is_own) {
		field.$wrapper.html(
			frm.is_new() ? `<p class="text-muted">${__("Save the audit to see who is independent.")}</p>` : ""
		);
		return;
	}
	field.$wrapper.html(
		`<button class="btn btn-default btn-sm" data-check>${__("Who Is Independent?")}</button><div class="mt-3"></div>`
	);
	field.$wrapper.find("[data-check]").on("click", () =>
		frappe
			.xcall("sms_iso20000.api.audit.independence", { audit: frm.doc.name })
			.then((people) => field.$wrapper.children("div").html(independence_table(people)))
			.then(() => offer_waivers(frm, field.$wrapper))
	);
}

function independence_table(people) {
	const escape = frappe.utils.escape_html;
	const rows = people.map((person) => {
		const reasons = person.stakes.map((reason) => `<li>${reason}</li>`).join("");
		const lacks = person.lacks.length
			? `<li>${__("Lacks: {0}", [escape(person.lacks.join(", "))])}</li>`
			: "";
		const standing = standing_of_auditor(person);
		const ask =
			person.stakes.length && !person.is_waived && frappe.model.can_create("ITSM Audit Waiver")
				? `<button class="btn btn-default btn-xs" data-waiver="${escape(person.user)}">${__("Ask for a Waiver")}</button>`
				: "";
		return `<tr>
			<td>${escape(person.full_name)}${person.is_in_team ? ` <b>(${__("Team")})</b>` : ""}</td>
			<td><span class="indicator-pill ${standing[1]}">${standing[0]}</span></td>
			<td><ul class="mb-0 pl-3">${reasons}${lacks}</ul>${ask}</td>
		</tr>`;
	});
	const heads = [__("Person"), __("Standing"), __("What Speaks Against It")];
	const note = people.some((person) => person.is_competence_demanded)
		? ""
		: `<p class="text-muted small">${__("No competence is demanded of auditors: nothing was compared.")}</p>`;
	return `<div class="table-responsive"><table class="table table-bordered small">
		<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody>
	</table></div>${note}`;
}

function standing_of_auditor(person) {
	if (person.is_waived) return [__("Waived"), "orange"];
	if (person.stakes.length) return [__("Has a Stake"), "red"];
	if (person.is_unfit) return [__("Not Competent"), "red"];
	return [__("Independent"), "green"];
}

function offer_waivers(frm, $wrapper) {
	$wrapper.find("[data-waiver]").on("click", (event) =>
		frappe.new_doc("ITSM Audit Waiver", { audit: frm.doc.name, auditor: event.currentTarget.dataset.waiver })
	);
}
