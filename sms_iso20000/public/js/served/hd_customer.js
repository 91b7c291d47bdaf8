frappe.ui.form.on("HD Customer", { refresh: (frm) => offer_services(frm, "ITSM Service Customer", "customer") });
