{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Arrangement Register"] = {
	filters: [
		system_filter(),
		{
			fieldname: "kind",
			label: __("Kind of Party"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Supplier", label: __("Supplier") },
				{ value: "Internal Group", label: __("Internal Group") },
				{ value: "Customer", label: __("Customer") },
			],
		},
		{
			fieldname: "state",
			label: __("State"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Draft", label: __("Draft") },
				{ value: "Agreed", label: __("Agreed") },
				{ value: "Active", label: __("Active") },
				{ value: "Under Improvement", label: __("Under Improvement") },
			],
		},
		{ fieldname: "flagged", label: __("Only Flagged"), fieldtype: "Check" },
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		const escaped = frappe.utils.escape_html(value || "");
		const light = data.lights[column.fieldname];
		if (light) {
			const why = frappe.utils.escape_html(light.why);
			return `<span class="indicator-pill ${PILLS[light.colour]}" title="${why}">${escaped}</span>`;
		}
		switch (column.fieldname) {
			case "title":
				return data.name ? link_to("ITSM Arrangement", data.name, value) : `<i>${escaped}</i>`;
			case "process_title":
				return link_to("ITSM Process", data.process, value);
			case "party_name":
				return data.party && frappe.model.can_read(data.party_type)
					? link_to(data.party_type, data.party, value)
					: escaped;
			case "flags_shown":
				return `<span class="text-danger" title="${escaped}">${escaped}</span>`;
			case "wanting":
				return `<span title="${escaped}">${escaped}</span>`;
			default:
				return default_formatter(value, row, column, data);
		}
	},
};

const PILLS = { green: "green", amber: "orange", red: "red" };

function link_to(doctype, name, title) {
	return frappe.utils.get_form_link(doctype, name, true, frappe.utils.escape_html(title));
}
