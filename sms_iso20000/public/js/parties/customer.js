frappe.ui.form.on("Customer", { refresh: (frm) => offer_arrangement(frm, "Customer") });
