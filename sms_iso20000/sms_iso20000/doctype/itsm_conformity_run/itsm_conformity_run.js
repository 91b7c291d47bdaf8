frappe.ui.form.on("ITSM Conformity Run", {
	refresh(frm) {
		frm.disable_save();
		frm.add_custom_button(__("Conformity Matrix"), () =>
			frappe.set_route("query-report", "ITSM Conformity Matrix", { system: frm.doc.system })
		);
		frm.add_custom_button(__("Compare with Earlier Run"), () => compare(frm));
	},
});

function compare(frm) {
	frappe.db
		.get_list("ITSM Conformity Run", {
			filters: { system: frm.doc.system, run_on: ["<", frm.doc.run_on] },
			order_by: "run_on desc",
			limit: 1,
		})
		.then((rows) => {
			if (!rows.length) return frappe.msgprint(__("There is no earlier run of this system."));
			frappe.set_route("query-report", "ITSM Conformity Comparison", {
				earlier: rows[0].name,
				later: frm.doc.name,
			});
		});
}
