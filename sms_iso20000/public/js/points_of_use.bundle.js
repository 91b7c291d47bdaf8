// On every form: the documents in force by which the work on that record is done. Record types that no document names
// cost nothing.

$(document).on("form-refresh", (_event, frm) => {
	if (!(frappe.boot.itsm_points_of_use || []).includes(frm.doctype)) return;
	const name = frm.is_new() ? "" : frm.docname;
	frappe.call({
		method: "sms_iso20000.api.documents.at",
		type: "GET",
		args: { doctype: frm.doctype, name },
		// The form is there for its record; what is beside it must not get in the way.
		silent: true,
		callback: (r) => {
			const still_shown = name ? frm.docname === name : frm.is_new();
			if (still_shown) show_points_of_use(frm, r.message || []);
		},
	});
});

function show_points_of_use(frm, documents) {
	const page = frm.layout.page;
	page.siblings(".itsm-points-of-use").remove();
	if (!documents.length) return;
	const escape = frappe.utils.escape_html;
	const items = documents.map((document) => {
		const address = frappe.utils.get_form_link("ITSM Document", document.name);
		const facts = [document.code, __("Revision {0}", [document.revision]), __(document.kind)];
		const badge = `<span class="indicator-pill orange">${__("You have to acknowledge this")}</span>`;
		return `<li>
			<a href="${address}">${escape(document.title)}</a>
			<span class="text-muted">${escape(facts.join(" · "))}</span>
			${document.to_acknowledge ? badge : ""}
		</li>`;
	});
	page.before(
		`<div class="itsm-points-of-use small">
			<div class="text-muted">${__("Documents for This Work")}</div>
			<ul class="list-unstyled mb-0">${items.join("")}</ul>
		</div>`
	);
}

frappe.dom.set_style(
	`.itsm-points-of-use {
		margin-bottom: var(--margin-md);
		padding: var(--padding-sm) var(--padding-md);
		border: 1px solid var(--border-color);
		border-radius: var(--border-radius-md);
		background: var(--card-bg);
		overflow-wrap: anywhere;
	}
	.itsm-points-of-use a { text-decoration: underline; }
	.itsm-points-of-use li { margin-top: var(--margin-xs); }`,
	"itsm-points-of-use"
);
