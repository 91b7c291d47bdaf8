frappe.listview_settings["ITSM Risk"] = {
	add_fields: ["workflow_state", "review_on", "score", "residual_score", "system"],
	hide_name_column: true,
	filters: [["workflow_state", "!=", "Closed"]],

	// Bands belong to the system of each risk; the list is drawn again once they are known.
	onload(listview) {
		frappe.xcall("sms_iso20000.api.risk.bands").then((bands) => {
			this.bands = bands;
			listview.render_list();
		});
	},

	formatters: {
		// What is left after treatment counts, once it is assessed.
		score: (value, df, doc) =>
			doc.residual_score
				? `${in_band(doc.residual_score, doc)} <span class="text-muted">← ${value}</span>`
				: in_band(value, doc),
		review_on(value, df, doc) {
			const shown = frappe.datetime.str_to_user(value) || "";
			const is_overdue = value && doc.workflow_state !== "Closed" && value < frappe.datetime.get_today();
			return is_overdue ? `<span class="text-danger">${shown} · ${__("overdue")}</span>` : shown;
		},
	},
};

function in_band(score, { system }) {
	if (!score) return "";
	const bands = frappe.listview_settings["ITSM Risk"].bands?.[system] || [];
	const band = bands.filter(({ from_score }) => from_score <= score).pop();
	if (!band) return `${score}`;
	const title = frappe.utils.escape_html(band.title);
	return `<span class="indicator-pill ${band.colour.toLowerCase()}">${score} ${title}</span>`;
}
