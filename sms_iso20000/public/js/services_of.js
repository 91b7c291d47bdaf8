// Shared by the forms of whom services are for, and of what is agreed on their level.

// Opens the services that name this record in a row of `table`; the host counts connections of links only, and not of
// rows of a table.
function offer_services(frm, table, field) {
	if (frm.is_new() || !frappe.model.can_read("ITSM Service")) return;
	const filters = [
		[table, `${field}_type`, "=", frm.doctype],
		[table, field, "=", frm.doc.name],
	];
	const { name } = frm.doc;
	frappe.db.count("ITSM Service", { filters }).then((known) => {
		if (!known || frm.doc.name !== name) return;
		frm.add_custom_button(__("Services ({0})", [known]), () =>
			frappe.set_route("List", "ITSM Service", "List", {
				[`${table}.${field}_type`]: frm.doctype,
				[`${table}.${field}`]: name,
			})
		);
	});
}
