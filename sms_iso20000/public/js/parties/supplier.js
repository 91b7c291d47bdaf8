frappe.ui.form.on("Supplier", { refresh: (frm) => offer_arrangement(frm, "Supplier") });
