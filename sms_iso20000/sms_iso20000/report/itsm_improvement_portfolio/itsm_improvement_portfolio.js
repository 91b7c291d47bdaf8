{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Improvement Portfolio"] = {
	filters: [
		system_filter(),
		{ fieldname: "with_settled", label: __("With Closed and Rejected"), fieldtype: "Check" },
	],

	onload(report) {
		choose_system(report);
		report.page.add_inner_button(__("Board"), () =>
			frappe.set_route("List", "ITSM Improvement", "Kanban", "ITSM Improvements")
		);
	},

	formatter(value, row, column, data, default_formatter) {
		if (data && column.fieldname === "workflow_state") return __(data.workflow_state);
		if (data && ["rank", "effort", "benefit_size"].includes(column.fieldname) && !value) return "";
		if (data && column.fieldname === "score" && data.workflow_state === "Proposed") return "";
		return default_formatter(value, row, column, data);
	},
};
