frappe.listview_settings["ITSM Evidence"] = {
	add_fields: ["requirement", "finding", "evidence_date", "valid_until", "status"],
	filters: [["status", "!=", "Withdrawn"]],
};
