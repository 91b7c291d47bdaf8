frappe.ui.form.on("User Group", { refresh: (frm) => offer_arrangement(frm, "Internal Group") });
