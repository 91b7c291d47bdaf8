frappe.listview_settings["ITSM Management Report"] = {
	hide_name_column: true,
	get_indicator(doc) {
		const colours = { Draft: "orange", Signed: "blue", Answered: "green" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
