// Shared by the forms of what actions serve.

// A new action among the connections knows what it serves.
for (const [doctype, kind] of [
	["ITSM Plan", "Plan Activity"],
	["ITSM Budget Line", "Other"],
	["ITSM Resource Plan", "Other"],
	["ITSM Objective", "Other"],
	["ITSM Arrangement", "Other"],
	["ITSM Service", "Other"],
]) {
	frappe.ui.form.on(doctype, {
		setup(frm) {
			const make = () =>
				frappe.new_doc("ITSM Action", {
					system: frm.doc.system,
					kind,
					reference_doctype: frm.doctype,
					reference_name: frm.doc.name,
				});
			frm.make_methods = { ...frm.make_methods, "ITSM Action": make };
		},
	});
}
