const PROGRESS_COLOURS = { "On Track": "green", "At Risk": "orange", Missed: "red", Achieved: "blue" };

frappe.ui.form.on("ITSM Objective", {
	setup(frm) {
		frm.set_query("policy", () => ({ filters: { system: frm.doc.system, workflow_state: "In Force" } }));
		frm.set_query("related_process", () => ({ filters: { system: frm.doc.system } }));
		frm.set_query("evidence_source", () => ({ filters: { system: frm.doc.system } }));
		frm.set_query("objective_owner", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		if (frm.is_new()) return;
		const facts = frm.doc.__onload.objective;
		if (frm.doc.status === "Draft") {
			offer_approval(frm, facts.before_approval);
			return;
		}
		frm.set_intro(facts.explanation, PROGRESS_COLOURS[frm.doc.progress] || "blue");
		draw_values(frm, facts.values);
		if (frm.doc.status !== "Approved") return;
		if (facts.may_record) offer_recording(frm);
		if (facts.may_steer) {
			frm.add_custom_button(__("Reopen"), () => ask_reason(frm, __("Reopen"), "reopen"), __("Actions"));
			frm.add_custom_button(__("Close"), () => ask_reason(frm, __("Close"), "close"), __("Actions"));
		}
	},
});

function offer_approval(frm, unmet) {
	if (!frappe.model.can_write(frm.doctype)) return;
	say_what_is_missing(frm, "Approved", unmet);
	if (unmet.length) return;
	frm.set_intro(__("You can approve this objective; its content is sealed then, and its values are followed."), "blue");
	frm.page.set_primary_action(__("Approve"), () => act(frm, "approve"));
}

function offer_recording(frm) {
	frm.page.set_primary_action(__("Check In"), () => ask_value(frm));
	if (frm.doc.source === "Service Level Snapshot") {
		frm.add_custom_button(__("Take from Snapshots"), () =>
			act(frm, "take_from_snapshots").then((r) =>
				frappe.show_alert(__("{0} months taken.", [r.message]))
			)
		);
	}
}

function ask_value(frm) {
	frappe.prompt(
		[
			{
				fieldname: "measured_on",
				fieldtype: "Date",
				label: __("Measured On"),
				default: frappe.datetime.get_today(),
				reqd: 1,
			},
			{
				fieldname: "value",
				fieldtype: "Float",
				label: `${__("Value")} (${frappe.utils.escape_html(frm.doc.unit)})`,
				precision: 3,
				reqd: 1,
			},
			{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks") },
		],
		({ measured_on, value, remarks }) => act(frm, "check_in", { measured_on, value, remarks: remarks || "" }),
		__("Check In"),
		__("Record")
	);
}

function ask_reason(frm, title, method) {
	frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		({ reason }) => act(frm, method, { reason }),
		title,
		title
	);
}

function act(frm, method, values) {
	return frm.call(method, values).then((r) => frm.reload_doc().then(() => r));
}

// The points are those that count, as the server judges them; the line across is the target.
function draw_values(frm, values) {
	const wrapper = frm.get_field("chart").$wrapper.empty();
	if (!values.length) return;
	new frappe.Chart(wrapper.get(0), {
		type: "line",
		height: 240,
		colors: ["blue"],
		data: {
			labels: values.map(([day]) => frappe.datetime.str_to_user(day)),
			datasets: [{ name: frm.doc.measure, values: values.map(([, value]) => value) }],
			yMarkers: [{ label: __("Target"), value: frm.doc.target, options: { labelPos: "left" } }],
		},
		axisOptions: { xIsSeries: 1, xAxisMode: "tick", shortenYAxisNumbers: 1 },
		tooltipOptions: { formatTooltipY: (value) => `${value} ${frappe.utils.escape_html(frm.doc.unit)}` },
	});
}
