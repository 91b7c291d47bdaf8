frappe.ui.form.on("HD Service Level Agreement", { refresh: (frm) => offer_services(frm, "ITSM Service Agreement", "agreement") });
