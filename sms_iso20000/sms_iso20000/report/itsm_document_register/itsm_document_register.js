{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Document Register"] = {
	filters: [
		system_filter(),
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Policy", label: __("Policy") },
				{ value: "Improvement Policy", label: __("Improvement Policy") },
				{ value: "Objective Set", label: __("Objective Set") },
				{ value: "Plan", label: __("Plan") },
				{ value: "Process Policy or Plan", label: __("Process Policy or Plan") },
				{ value: "Service Catalogue", label: __("Service Catalogue") },
				{ value: "Service Level Agreement", label: __("Service Level Agreement") },
				{ value: "Process Description", label: __("Process Description") },
				{ value: "Procedure", label: __("Procedure") },
				{ value: "Record Form", label: __("Record Form") },
				{ value: "External Document", label: __("External Document") },
				{ value: "Other Document", label: __("Other Document") },
			],
		},
		{
			fieldname: "state",
			label: __("State"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Draft", label: __("Draft") },
				{ value: "In Review", label: __("In Review") },
				{ value: "Approved", label: __("Approved") },
				{ value: "In Force", label: __("In Force") },
				{ value: "Superseded", label: __("Superseded") },
				{ value: "Withdrawn", label: __("Withdrawn") },
			],
		},
		{ fieldname: "code", label: __("Code"), fieldtype: "Data" },
		{
			fieldname: "review",
			label: __("Review"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Overdue", label: __("Overdue") },
				{ value: "Due in 30 Days", label: __("Due in 30 Days") },
			],
		},
	],

	onload: choose_system,

	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		if (!data) return text;
		switch (column.fieldname) {
			case "workflow_state": {
				const colours = { "In Review": "orange", Approved: "blue", "In Force": "green", Withdrawn: "red" };
				const colour = colours[data.workflow_state] || "gray";
				return `<span class="indicator-pill ${colour}">${__(data.workflow_state || "")}</span>`;
			}
			case "kind":
				return __(data.kind || "");
			case "alignment": {
				const colours = { Aligned: "green", "To Be Realigned": "orange", "Not Aligned": "red" };
				const colour = colours[data.alignment];
				return colour ? `<span class="indicator-pill ${colour}">${__(data.alignment)}</span>` : "";
			}
			case "next_review_on":
				return data.overdue ? `<span class="text-danger">${text} · ${__("overdue")}</span>` : text;
			case "share":
				return data.share == null ? "" : text;
			default:
				return text;
		}
	},
};
