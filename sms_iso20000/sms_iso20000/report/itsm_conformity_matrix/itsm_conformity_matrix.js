{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Conformity Matrix"] = {
	tree: true,
	name_field: "requirement",
	parent_field: "parent",
	initial_depth: 4,

	filters: [
		system_filter(),
		{
			fieldname: "clause",
			label: __("Clause"),
			fieldtype: "Select",
			options: ["", "4.1", "4.2", "4.3", "4.4", "4.5"],
		},
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Met", label: __("Met") },
				{ value: "Not met", label: __("Not met") },
				{ value: "Stale", label: __("Stale") },
				{ value: "Not evaluable", label: __("Not evaluable") },
				{ value: "No check", label: __("No check") },
			],
		},
	],

	onload(report) {
		choose_system(report);
		report.page.add_inner_button(__("Evaluate Now"), () => evaluate(report));
		if (frappe.user.has_role(["ITSM Auditor", "ITSM Manager", "ITSM Top Management"])) {
			report.page.add_inner_button(__("Give Verdict"), () => give_verdict(report));
		}
	},

	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		const formatters = { status: format_status, records: format_records, verdict: format_verdict };
		if (formatters[column.fieldname]) return formatters[column.fieldname](data);
		const text = default_formatter(value, row, column, data);
		return data.status ? text : `<b>${text}</b>`;
	},
};

const COLOURS = {
	Met: "green",
	"Not met": "red",
	Stale: "orange",
	"Not evaluable": "blue",
	"No check": "gray",
};

function evaluate(report) {
	const system = report.get_filter_value("system");
	if (!system) return frappe.msgprint(__("Choose a system first."));
	frappe
		.xcall("sms_iso20000.api.conformity.run_now", { system })
		.then(() => report.refresh())
		.then(() => frappe.show_alert({ message: __("Evaluated."), indicator: "green" }));
}

function give_verdict(report) {
	const system = report.get_filter_value("system");
	if (!system) return frappe.msgprint(__("Choose a system first."));
	const dialog = new frappe.ui.Dialog({
		title: __("Give Verdict"),
		fields: [
			{
				fieldname: "requirement",
				label: __("Requirement"),
				fieldtype: "Link",
				options: "ITSM Requirement",
				reqd: 1,
				get_query: () => ({ filters: { is_group: 0 } }),
			},
			{
				fieldname: "verdict",
				label: __("Verdict"),
				fieldtype: "Select",
				reqd: 1,
				options: [
					{ value: "Conforms", label: __("Conforms") },
					{ value: "Does Not Conform", label: __("Does Not Conform") },
					{ value: "Observation", label: __("Observation") },
				],
			},
			{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
		],
		primary_action_label: __("Record"),
		primary_action(values) {
			frappe
				.xcall("sms_iso20000.api.verdict.record_verdict", { system, ...values })
				.then(() => dialog.hide())
				.then(() => report.refresh());
		},
	});
	dialog.show();
}

function format_status(data) {
	if (!data.status) return "";
	return `<span class="indicator-pill ${COLOURS[data.status]}">${__(data.status)}</span>`;
}

function format_records(data) {
	return (data.links || [])
		.map(([doctype, name]) => frappe.utils.get_form_link(doctype, name, true))
		.join(", ");
}

function format_verdict(data) {
	if (!data.verdict) return "";
	const colour = data.disagrees ? "red" : "gray";
	const note = data.disagrees ? ` · ${__("disagrees")}` : "";
	const reason = frappe.utils.escape_html(data.verdict_reason || "");
	return `<span class="indicator-pill ${colour}" title="${reason}">${__(data.verdict)}${note}</span>`;
}
