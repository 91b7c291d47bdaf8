frappe.listview_settings["ITSM Arrangement Review"] = {
	hide_name_column: true,
	add_fields: ["status", "verdict", "score", "is_scored", "period_start", "period_end"],

	formatters: {
		verdict(value) {
			const colours = { Satisfactory: "green", "Improvement Needed": "orange", "Not Acceptable": "red" };
			return value ? `<span class="indicator-pill ${colours[value]}">${__(value)}</span>` : "";
		},
	},
};
