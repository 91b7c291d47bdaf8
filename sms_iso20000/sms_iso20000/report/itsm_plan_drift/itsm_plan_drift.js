{% include "sms_iso20000/public/js/one_system.js" %}

frappe.query_reports["ITSM Plan Drift"] = {
	filters: [system_filter()],

	onload: choose_system,

	// The server sends plain text with its markup escaped.
	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		if (!data) return text;
		if (column.fieldname === "move_shown") {
			const colour = { Came: "green", Went: "red", Changed: "orange" }[data.move];
			return `<span class="indicator-pill ${colour}">${data.move_shown}</span>`;
		}
		if (column.fieldname === "since" && data.late) return `<span class="text-danger">${text}</span>`;
		return text;
	},
};
