{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Competence Matrix"] = {
	filters: [
		system_filter(),
		{
			fieldname: "process",
			label: __("Process"),
			fieldtype: "Link",
			options: "ITSM Process",
			get_query: () => ({
				filters: { is_active: 1, system: frappe.query_report.get_filter_value("system") },
			}),
		},
		{ fieldname: "only_gaps", label: __("Only Gaps"), fieldtype: "Check" },
	],

	onload(report) {
		choose_system(report);
		const roles = frappe.user_roles;
		if (roles.includes("ITSM Manager") || roles.includes("ITSM Process Owner")) {
			report.page.add_inner_button(__("Plan Training"), () => plan_training(report));
		}
		if (roles.includes("ITSM Auditor") || roles.includes("ITSM External Auditor")) {
			report.page.add_inner_button(__("Draw Sample"), () => draw_sample(report));
		}
	},

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data) return shown;
		if (column.fieldname === "gaps") return data.gaps ? `<span class="text-danger">${data.gaps}</span>` : "";
		const standing = (data.standings || {})[column.fieldname];
		if (standing === undefined) return shown;
		const detail = frappe.utils.escape_html(data.details[column.fieldname]);
		const text = linked(frappe.utils.escape_html(value), source_of(data, column));
		if (!standing) return `<span title="${detail}" class="text-muted">${text}</span>`;
		return `<span title="${detail}" class="indicator-pill no-indicator-dot ${STANDING_PILLS[standing]}">${text}</span>`;
	},
};

const STANDING_PILLS = {
	Lacking: "red",
	Expired: "orange",
	"Training Planned": "blue",
	"Expires Soon": "yellow",
	Fulfilled: "green",
};

// Where a reader who knows the person reads what shows a level: our records, or the skills in HRMS.
function source_of(row, column) {
	const source = (row.sources || {})[column.fieldname];
	const url = (doctype, ...rest) => frappe.router.make_url([frappe.router.slug(doctype), ...rest]);
	if (source === "Record") {
		return `${url("ITSM Competence Record")}?${new URLSearchParams({ user: row.user, competence: column.competence })}`;
	}
	const readable = source === "HRMS" && row.skill_map && frappe.model.can_read("Employee Skill Map");
	return readable ? url("Employee Skill Map", row.skill_map) : "";
}

function linked(text, address) {
	return address ? `<a href="${frappe.utils.escape_html(address)}">${text}</a>` : text;
}

// For whom a training can be planned: those whom the reader knows, and who lack a competence with nothing planned yet.
function plan_training(report) {
	const gaps = {};
	for (const row of report.data || []) {
		for (const column of report.columns) {
			const standing = (row.standings || {})[column.fieldname];
			if (row.user && ["Lacking", "Expired"].includes(standing)) {
				(gaps[column.competence] ||= { title: column.label, people: [] }).people.push(row);
			}
		}
	}
	if (!Object.keys(gaps).length) {
		frappe.msgprint(__("Nobody here has a gap for which no training is planned."));
		return;
	}
	const people_for = (competence) =>
		gaps[competence].people.map(({ user, person }) => ({ label: person, value: user, checked: 1 }));
	const [first] = Object.keys(gaps);
	const dialog = new frappe.ui.Dialog({
		title: __("Plan Training"),
		fields: [
			{
				fieldname: "competence",
				fieldtype: "Select",
				label: __("Competence"),
				options: Object.entries(gaps).map(([value, { title }]) => ({ value, label: title })),
				default: first,
				reqd: 1,
				onchange: () => {
					const field = dialog.fields_dict.users;
					field.df.options = people_for(dialog.get_value("competence"));
					field.refresh();
				},
			},
			{
				fieldname: "measure",
				fieldtype: "Select",
				label: __("How the Gap Is Closed"),
				options: ["Course", "Coaching", "On the Job", "Hiring", "Reassignment", "Self-Study"].map((value) => ({
					value,
					label: __(value),
				})),
				default: "Course",
				reqd: 1,
			},
			{ fieldname: "ends_on", fieldtype: "Date", label: __("Last Day"), reqd: 1 },
			{
				fieldname: "users",
				fieldtype: "MultiCheck",
				label: __("People"),
				options: people_for(first),
				columns: 1,
			},
		],
		primary_action_label: __("Plan"),
		primary_action: (values) =>
			frappe
				.xcall("sms_iso20000.api.competence.plan_training", {
					system: report.get_filter_value("system"),
					...values,
				})
				.then((training) => {
					dialog.hide();
					frappe.set_route("Form", "ITSM Training", training);
				}),
	});
	dialog.set_value("ends_on", frappe.datetime.add_days(frappe.datetime.get_today(), 90));
	dialog.show();
}

function draw_sample(report) {
	frappe.prompt(
		[
			{ fieldname: "size", fieldtype: "Int", label: __("Number of People"), default: 3, reqd: 1 },
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				description: __("It is kept in the decision log with the seed, and without names."),
				reqd: 1,
			},
		],
		(values) =>
			frappe
				.xcall("sms_iso20000.api.competence.draw_sample", {
					system: report.get_filter_value("system"),
					...values,
				})
				.then((names) => {
					frappe.show_alert({ message: __("You now see {0} by name.", [names.length]), indicator: "green" });
					report.refresh();
				}),
		__("Draw Sample"),
		__("Draw")
	);
}
