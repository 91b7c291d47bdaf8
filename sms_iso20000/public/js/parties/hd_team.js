frappe.ui.form.on("HD Team", { refresh: (frm) => offer_arrangement(frm, "Internal Group") });
