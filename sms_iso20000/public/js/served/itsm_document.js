frappe.ui.form.on("ITSM Document", { refresh: (frm) => offer_services(frm, "ITSM Service Agreement", "agreement") });
