{% include "sms_iso20000/public/js/compared.js" %}

function revision_filter(fieldname, label) {
	return {
		fieldname,
		label,
		fieldtype: "Dynamic Link",
		get_options: () => frappe.query_report.get_filter_value("document_type") || "ITSM Document",
	};
}

frappe.query_reports["ITSM Revision Comparison"] = {
	filters: [
		{
			fieldname: "document_type",
			label: __("Document Type"),
			fieldtype: "Select",
			options: [
				{ value: "ITSM Document", label: __("ITSM Document") },
				{ value: "ITSM Policy", label: __("ITSM Policy") },
				{ value: "ITSM Plan", label: __("ITSM Plan") },
			],
			default: "ITSM Document",
		},
		revision_filter("earlier", __("Earlier Revision")),
		revision_filter("later", __("Later Revision")),
	],

	onload: show_once_answered,

	// The server sends plain text with its markup escaped.
	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		if (!data) return text;
		const colour = { Added: "green", Removed: "red", Changed: "orange", Same: "gray" }[data.change];
		if (column.fieldname === "change_shown") {
			return `<span class="indicator-pill ${colour}">${data.change_shown}</span>`;
		}
		if (data.change === "Same" && ["before", "after"].includes(column.fieldname)) {
			return `<span class="text-muted">${text}</span>`;
		}
		return text;
	},
};
