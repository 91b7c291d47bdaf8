// Shared by the forms on which somebody finds that something is not as it should be.

// A new nonconformity that knows on which record it was found. `source_kind` says where it comes from, `title` is a
// first title, and `more` are further fields; `requirements` are names.
function offer_nonconformity(frm, source_kind, title, more = {}, requirements = []) {
	if (frm.is_new() || !frappe.model.can_create("ITSM Nonconformity")) return;
	frm.add_custom_button(__("Report Nonconformity"), () =>
		frappe.new_doc(
			"ITSM Nonconformity",
			{
				source_kind,
				title: (title || "").slice(0, 140),
				reference_doctype: frm.doctype,
				reference_name: frm.doc.name,
				...more,
			},
			(doc) => {
				for (const requirement of requirements) {
					Object.assign(frappe.model.add_child(doc, "requirements"), { requirement });
				}
			}
		)
	);
}
