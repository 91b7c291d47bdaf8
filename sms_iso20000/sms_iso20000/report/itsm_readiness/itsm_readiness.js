frappe.query_reports["ITSM Readiness"] = {
	filters: [],
};
