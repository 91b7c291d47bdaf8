frappe.ui.form.on("Issue", { refresh: (frm) => offer_nonconformity(frm, "Ticket", frm.doc.subject) });
