{% include "sms_iso20000/public/js/one_system.js" %}
{% include "sms_iso20000/public/js/print_catalogue.js" %}

frappe.query_reports["ITSM Service Catalogue"] = {
	tree: true,
	initial_depth: 2,
	filters: [
		system_filter(),
		{
			fieldname: "state",
			label: __("State"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Proposed", label: __("Proposed") },
				{ value: "In Transition", label: __("In Transition") },
				{ value: "Live", label: __("Live") },
				{ value: "Retired", label: __("Retired") },
			],
		},
		{ fieldname: "owner", label: __("Owner"), fieldtype: "Link", options: "User" },
		{ fieldname: "lacking", label: __("Only Incomplete"), fieldtype: "Check" },
		{ fieldname: "rests_on", label: __("Show What They Rest On"), fieldtype: "Check" },
	],

	onload(report) {
		choose_system(report);
		offer_printed_catalogue(report.page, () => report.get_filter_value("system"));
	},

	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		const escaped = frappe.utils.escape_html(value ?? "");
		switch (column.fieldname) {
			case "title":
				return frappe.utils.get_form_link(data.doctype, data.name, true, escaped);
			case "name":
				return data.indent ? "" : default_formatter(value, row, column, data);
			case "state":
				return pill(data.colour || STATE_PILLS[data.workflow_state], escaped);
			case "agreement":
				return data.indent ? "" : pill(data.agreement_colour, escaped);
			case "month":
				return data.indent || data.share !== null ? escaped : `<span class="text-muted">${escaped}</span>`;
			case "share":
				return data.share === null || data.share === undefined ? "" : default_formatter(value, row, column, data);
			case "requirements":
			case "is_public":
				return data.indent ? "" : default_formatter(value, row, column, data);
			case "missing":
				return `<span title="${escaped}">${escaped}</span>`;
			default:
				return default_formatter(value, row, column, data);
		}
	},
};

const STATE_PILLS = { Proposed: "gray", "In Transition": "blue", Live: "green", Retired: "gray" };

function pill(colour, text) {
	return `<span class="indicator-pill ${colour}">${text}</span>`;
}
