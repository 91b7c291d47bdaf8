frappe.query_reports["ITSM Acknowledgement Status"] = {
	filters: [
		{ fieldname: "system", label: __("System"), fieldtype: "Link", options: "ITSM System" },
		{
			fieldname: "document_type",
			label: __("Document Type"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "ITSM Policy", label: __("ITSM Policy") },
				{ value: "ITSM Plan", label: __("ITSM Plan") },
				{ value: "ITSM Document", label: __("ITSM Document") },
			],
		},
		{
			fieldname: "document",
			label: __("Document"),
			fieldtype: "Dynamic Link",
			get_options: () => frappe.query_report.get_filter_value("document_type") || "ITSM Document",
			get_query: () => ({ filters: { workflow_state: "In Force" } }),
		},
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Open", label: __("Open") },
				{ value: "Acknowledged", label: __("Acknowledged") },
			],
		},
	],

	formatter(value, row, column, data, default_formatter) {
		if (!data || column.fieldname !== "status") return default_formatter(value, row, column, data);
		const colour = data.status === "Acknowledged" ? "green" : data.days_overdue ? "red" : "orange";
		return `<span class="indicator-pill ${colour}">${__(data.status)}</span>`;
	},
};
