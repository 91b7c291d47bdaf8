frappe.ui.form.on("Project", { refresh: (frm) => offer_nonconformity(frm, "Employee", frm.doc.project_name) });
