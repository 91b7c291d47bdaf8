// On the form of a system: which of its reports reach whom by themselves.

frappe.ui.form.on("ITSM System", {
	refresh(frm) {
		if (frm.is_new() || !frappe.model.can_read("ITSM Conformity Run")) return;
		frappe
			.xcall("sms_iso20000.api.report_schedule.scheduled_reports", { system: frm.doc.name })
			.then((found) => {
				show_schedules(frm, found.schedules);
				if (!found.may_schedule) return;
				frm.add_custom_button(__("Send Reports on Schedule"), () => ask_for_schedule(frm, found.reports));
			});
	},
});

function show_schedules(frm, schedules) {
	if (!schedules.length) return;
	const escape = frappe.utils.escape_html;
	const may_open = frappe.model.can_read("Auto Email Report");
	const rows = schedules.map((row) => {
		const title = escape(__(row.report));
		const address = frappe.utils.get_form_link("Auto Email Report", row.name);
		const state = row.enabled ? __(row.frequency) : __("Switched off");
		return `<tr><td>${may_open ? `<a href="${address}">${title}</a>` : title}</td>
			<td>${state}</td><td>${escape(row.recipients.join(", "))}</td></tr>`;
	});
	const head = [__("Report"), __("Frequency"), __("Recipients")].map((label) => `<th>${label}</th>`).join("");
	const table = `<div class="table-responsive"><table class="table table-bordered mb-0"><thead><tr>${head}</tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>`;
	frm.dashboard.add_section(table, __("Reports on Schedule"));
	frm.dashboard.show();
}

function ask_for_schedule(frm, reports) {
	frappe.prompt(
		[
			{
				fieldname: "report",
				fieldtype: "Select",
				label: __("Report"),
				options: reports.map((value) => ({ value, label: __(value) })),
				reqd: 1,
			},
			{
				fieldname: "frequency",
				fieldtype: "Select",
				label: __("Frequency"),
				options: ["Daily", "Weekdays", "Weekly", "Monthly"].map((value) => ({ value, label: __(value) })),
				default: "Monthly",
				reqd: 1,
			},
			{
				fieldname: "recipients",
				fieldtype: "Small Text",
				label: __("Recipients"),
				description: __("Mail addresses of users who may open the report, one a line."),
				default: frappe.session.user_email || frappe.session.user,
				reqd: 1,
			},
		],
		(values) =>
			frappe
				.xcall("sms_iso20000.api.report_schedule.schedule_report", { system: frm.doc.name, ...values })
				.then(() => frm.reload_doc()),
		__("Send Reports on Schedule"),
		__("Schedule")
	);
}
