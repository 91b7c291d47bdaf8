// The short link of a document, and its PDF.

frappe.ui.form.on("ITSM Document", {
	refresh(frm) {
		show_short_link(frm);
		if (
			frm.doc.workflow_state === "In Force" &&
			!frm.doc.pdf &&
			frappe.model.can_write(frm.doctype)
		) {
			frm.add_custom_button(__("Make PDF"), () =>
				frm.call({ doc: frm.doc, method: "make_pdf", freeze: true }).then(() => frm.reload_doc())
			);
		}
	},
});

function show_short_link(frm) {
	if (!frm.doc.link_key) return;
	const address = `${window.location.origin}/itsm/${encodeURIComponent(frm.doc.link_key)}`;
	const place = frm.get_field("short_link").$wrapper.empty();
	$(`<div class="mb-3">
		<a class="mr-2" style="overflow-wrap: anywhere"></a>
		<button type="button" class="btn btn-default btn-xs">${__("Copy")}</button>
		<div class="help-box small text-muted">
			${__("Leads to the revision in force, whichever that is; printed on every copy.")}
		</div>
	</div>`)
		.appendTo(place)
		.find("a")
		.attr("href", address)
		.text(address)
		.end()
		.find("button")
		.on("click", () => frappe.utils.copy_to_clipboard(address));
}
