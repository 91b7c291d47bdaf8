frappe.ui.form.on("Customer", { refresh: (frm) => offer_services(frm, "ITSM Service Customer", "customer") });
