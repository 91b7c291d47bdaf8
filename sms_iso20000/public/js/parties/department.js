frappe.ui.form.on("Department", { refresh: (frm) => offer_arrangement(frm, "Internal Group") });
