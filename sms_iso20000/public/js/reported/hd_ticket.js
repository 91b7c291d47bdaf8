frappe.ui.form.on("HD Ticket", { refresh: (frm) => offer_nonconformity(frm, "Ticket", frm.doc.subject) });
