frappe.ui.form.on("Supplier", { refresh: (frm) => offer_nonconformity(frm, "Supplier", frm.doc.supplier_name) });
