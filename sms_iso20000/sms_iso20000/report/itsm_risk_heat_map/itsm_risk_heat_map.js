{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Risk Heat Map"] = {
	filters: [
		system_filter(),
		{
			fieldname: "phase",
			label: __("Phase"),
			fieldtype: "Select",
			default: "After Treatment",
			options: [
				{ value: "After Treatment", label: __("After Treatment") },
				{ value: "Before Treatment", label: __("Before Treatment") },
			],
		},
	],

	onload(report) {
		choose_system(report);
		report.page.main.on("click", ".itsm-matrix a", (event) => {
			event.preventDefault();
			show_risks(report, event.currentTarget.dataset);
		});
	},

	formatter(value, row, column, data, default_formatter) {
		if (data && column.fieldname === "band" && data.band) {
			return `<span class="indicator-pill ${data.colour.toLowerCase()}">${frappe.utils.escape_html(data.band)}</span>`;
		}
		if (data && column.fieldname === "state") return __(data.state);
		return default_formatter(value, row, column, data);
	},
};

// What lies in a cell after treatment may stand there by either assessment, so the list is asked for by name.
function show_risks(report, { likelihood, impact }) {
	const here = report.data.filter(
		(row) => row.likelihood.split(" ")[0] === likelihood && row.impact.split(" ")[0] === impact
	);
	frappe.set_route("List", "ITSM Risk", { name: ["in", here.map((row) => row.name)] });
}
