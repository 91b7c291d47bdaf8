// Shared by the forms of those who may operate a process of ours.

// Opens the arrangements with this party, or a new one where there is none yet.
function offer_arrangement(frm, party_kind) {
	if (frm.is_new() || !frappe.model.can_read("ITSM Arrangement")) return;
	const party = { party_type: frm.doctype, party: frm.doc.name };
	frm.add_custom_button(__("ITSM Arrangement"), async () => {
		const known = await frappe.db.count("ITSM Arrangement", { filters: party });
		if (known || !frappe.model.can_create("ITSM Arrangement")) {
			frappe.set_route("List", "ITSM Arrangement", "List", party);
		} else {
			frappe.new_doc("ITSM Arrangement", { ...party, party_kind });
		}
	});
}
