frappe.ui.form.on("Service Level Agreement", { refresh: (frm) => offer_services(frm, "ITSM Service Agreement", "agreement") });
