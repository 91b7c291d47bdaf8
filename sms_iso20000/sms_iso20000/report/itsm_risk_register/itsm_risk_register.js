{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Risk Register"] = {
	filters: [
		system_filter(),
		{
			fieldname: "state",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Identified", label: __("Identified") },
				{ value: "Assessed", label: __("Assessed") },
				{ value: "Treated", label: __("Treated") },
				{ value: "Accepted", label: __("Accepted") },
				{ value: "Closed", label: __("Closed") },
			],
		},
		{ fieldname: "risk_owner", label: __("Risk Owner"), fieldtype: "Link", options: "User" },
		{ fieldname: "above_criterion", label: __("Only Above Criterion"), fieldtype: "Check" },
		{ fieldname: "overdue", label: __("Only Overdue"), fieldtype: "Check" },
		{ fieldname: "with_closed", label: __("With Closed Risks"), fieldtype: "Check" },
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		const text = default_formatter(value, row, column, data);
		switch (column.fieldname) {
			case "band":
				return data.band
					? `<span class="indicator-pill ${data.colour.toLowerCase()}">${frappe.utils.escape_html(data.band)}</span>`
					: "";
			case "state":
			case "kind":
			case "treatment":
				return __(data[column.fieldname] || "", null, "ITSM Risk");
			case "review_on":
				return data.overdue ? `<span class="text-danger">${text} · ${__("overdue")}</span>` : text;
			case "score":
			case "residual_score":
				return data[column.fieldname] ? text : "";
			default:
				return text;
		}
	},
};
