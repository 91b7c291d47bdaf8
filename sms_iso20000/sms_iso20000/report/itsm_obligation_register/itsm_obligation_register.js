{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Obligation Register"] = {
	filters: [
		system_filter(),
		{
			fieldname: "standing",
			label: __("Standing"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Ended", label: __("Ended") },
				{ value: "Source Gone", label: __("Source Gone") },
				{ value: "Review Overdue", label: __("Review Overdue") },
				{ value: "Ends Soon", label: __("Ends Soon") },
				{ value: "Not Yet in Force", label: __("Not Yet in Force") },
				{ value: "In Force", label: __("In Force") },
			],
		},
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Law", label: __("Law") },
				{ value: "Regulation", label: __("Regulation") },
				{ value: "Standard", label: __("Standard") },
				{ value: "Contract", label: __("Contract") },
				{ value: "Policy", label: __("Policy") },
			],
		},
		{ fieldname: "service", label: __("Service"), fieldtype: "Link", options: "ITSM Service" },
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		if (column.fieldname === "title") {
			return frappe.utils.get_form_link("ITSM Obligation", data.name, true, frappe.utils.escape_html(value));
		}
		if (column.fieldname === "source" && data.source_document) {
			const title = frappe.utils.escape_html(value);
			return frappe.utils.get_form_link(data.source_type, data.source_document, true, title);
		}
		if (column.fieldname !== "standing") return default_formatter(value, row, column, data);
		return data.reasons
			.map((standing) => `<span class="indicator-pill ${colour_of(standing)}">${__(standing)}</span>`)
			.join(" ");
	},
};

function colour_of(standing) {
	if (standing === "In Force") return "green";
	return ["Ended", "Source Gone"].includes(standing) ? "red" : "orange";
}
