const MAPPED_FIELDS = [
	"opened_field",
	"closed_field",
	"target_field",
	"service_field",
	"team_field",
	"supplier_field",
	"priority_field",
];

frappe.ui.form.on("ITSM Evidence Source", {
	setup(frm) {
		frm.set_query("source_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
	},

	refresh(frm) {
		offer_fields(frm);
		if (!frm.is_new() && frm.doc.is_enabled && frm.perm[0].write) {
			frm.add_custom_button(__("Freeze a Month"), () => freeze(frm));
		}
	},

	source_doctype(frm) {
		offer_fields(frm);
	},
});

function offer_fields(frm) {
	if (!frm.doc.source_doctype) return;
	frappe.model.with_doctype(frm.doc.source_doctype, () => {
		const fields = frappe
			.get_meta(frm.doc.source_doctype)
			.fields.filter((df) => frappe.model.is_value_type(df.fieldtype) && !df.is_virtual)
			.map((df) => ({ value: df.fieldname, label: df.fieldname, description: __(df.label) }));
		const standard = ["creation", "modified"].map((name) => ({ value: name, label: name }));
		MAPPED_FIELDS.forEach((name) => frm.fields_dict[name].set_data([...fields, ...standard]));
	});
}

function freeze(frm) {
	frappe.prompt(
		{
			fieldname: "day",
			fieldtype: "Date",
			label: __("Any Day of the Month"),
			reqd: 1,
			default: frappe.datetime.add_months(frappe.datetime.month_start(), -1),
		},
		({ day }) =>
			frm.call("freeze", { day }).then((r) => {
				frappe.set_route("Form", "ITSM Service Level Snapshot", r.message);
			}),
		__("Freeze a Month"),
		__("Freeze")
	);
}
