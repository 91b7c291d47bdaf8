frappe.ui.form.on("Contract", { refresh: (frm) => offer_services(frm, "ITSM Service Agreement", "agreement") });
