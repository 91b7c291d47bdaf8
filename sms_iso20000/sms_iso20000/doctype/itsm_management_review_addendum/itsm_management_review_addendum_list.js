frappe.listview_settings["ITSM Management Review Addendum"] = {
	get_indicator: (doc) => [__(doc.status), doc.status === "Signed" ? "green" : "orange", `status,=,${doc.status}`],
};
