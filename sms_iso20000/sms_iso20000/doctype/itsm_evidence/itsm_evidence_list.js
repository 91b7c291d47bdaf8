frappe.listview_settings["ITSM Evidence"] = {
	hide_name_column: true,
	add_fields: ["requirement", "finding", "evidence_date", "valid_until", "status"],
	filters: [["status", "!=", "Withdrawn"]],
};
