frappe.ui.form.on("ITSM Resource Plan", {
	setup(frm) {
		frm.set_query("replaces", () => ({ filters: { system: frm.doc.system, status: "Decided" } }));
		frm.set_query("service", "lines", () => ({ filters: { system: frm.doc.system } }));
	},

	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		show_picture(frm);
		if (frm.is_new()) return;
		offer_decisions(frm);
		offer_next_step(frm, frm.doc.__onload?.plan?.before_next_step || []);
	},
});

frappe.ui.form.on("ITSM Resource Plan Line", {
	current: compute_gap,
	needed: compute_gap,
	lines_remove: (frm) => show_picture(frm),
});

frappe.ui.form.on("ITSM Resource Forecast", {
	available: compute_gap,
	needed: compute_gap,
	forecasts_remove: (frm) => show_picture(frm),
});

// As the server will compute it.
function compute_gap(frm, doctype, name) {
	const row = locals[doctype][name];
	const there = doctype === "ITSM Resource Forecast" ? row.available : row.current;
	frappe.model.set_value(doctype, name, "gap", flt(flt(row.needed) - flt(there), 2));
	show_picture(frm);
}

function offer_next_step(frm, unmet) {
	const may_write = frappe.model.can_write(frm.doctype);
	if (frm.doc.status === "Draft" && may_write) {
		if (frm.doc.return_reason) {
			const reason = frappe.utils.escape_html(frm.doc.return_reason);
			frm.set_intro(__("Returned to the draft: {0}", [reason]), "orange");
		}
		say_what_is_missing(frm, "Submitted", unmet);
		if (unmet.length || frm.is_dirty()) return;
		frm.page.set_primary_action(__("Submit to Top Management"), () =>
			frappe.confirm(__("Submit this plan? It is sealed then, and top management is asked to decide."), () =>
				act(frm, "submit_plan")
			)
		);
	}
	if (frm.doc.status === "Submitted" && may_write) {
		frm.add_custom_button(__("Return to Draft"), () =>
			prompt_for_reason(__("Return to Draft"), (values) => act(frm, "return_to_draft", values))
		);
		say_what_is_missing(frm, "Decided", unmet);
		if (unmet.length) return;
		frm.set_intro(__("You are asked to decide on the gaps of this plan."), "blue");
		frm.page.set_primary_action(__("Decide"), () => ask_for_decision(frm));
	}
}

// One choice and one reason for each gap, and a text on the whole.
function ask_for_decision(frm) {
	const gaps = frm.doc.lines.filter((row) => row.gap > 0);
	const options = ["", "Granted", "Granted in Part", "Refused"].map((value) => ({
		value,
		label: value && __(value),
	}));
	const fields = gaps.flatMap((row) => [
		{ fieldtype: "Section Break", label: frappe.utils.escape_html(`${row.resource}: ${number(row.gap)} ${row.unit}`) },
		{ fieldname: `decision_${row.idx}`, fieldtype: "Select", label: __("Decision"), options },
		{ fieldtype: "Column Break" },
		{ fieldname: `reason_${row.idx}`, fieldtype: "Small Text", label: __("Reason for the Decision") },
	]);
	fields.push(
		{ fieldtype: "Section Break", label: __("On the Whole Plan") },
		{ fieldname: "text", fieldtype: "Small Text", label: __("Decision") }
	);
	const dialog = new frappe.ui.Dialog({
		title: __("Decide"),
		size: "large",
		fields,
		primary_action_label: __("Decide"),
		primary_action(values) {
			const answers = gaps
				.filter((row) => values[`decision_${row.idx}`])
				.map((row) => ({
					resource: row.resource,
					decision: values[`decision_${row.idx}`],
					reason: values[`reason_${row.idx}`] || "",
				}));
			act(frm, "decide_plan", { answers, text: values.text || "" }).then(() => dialog.hide());
		},
	});
	dialog.show();
}

function act(frm, method, values) {
	return frm.call(method, values).then(() => frm.reload_doc());
}

function number(value) {
	return format_number(value, null, value % 1 ? 2 : 0);
}

// Each resource in a scale of its own, since units differ: what is there and needed now, then as forecast.
function show_picture(frm) {
	const escape = frappe.utils.escape_html;
	const same = (text) => (text || "").trim().toLowerCase();
	const parts = (frm.doc.lines || [])
		.filter((row) => row.resource)
		.map((row) => {
			const forecasts = (frm.doc.forecasts || []).filter((other) => same(other.resource) === same(row.resource));
			const pairs = [[__("Now"), row.current, row.needed]].concat(
				forecasts.map((other) => [
					`${frappe.datetime.str_to_user(other.period_start)} – ${frappe.datetime.str_to_user(other.period_end)}`,
					other.available,
					other.needed,
				])
			);
			const largest = Math.max(1e-9, ...pairs.flatMap(([, there, needed]) => [flt(there), flt(needed)]));
			const bars = pairs.map((pair) => bar(...pair, largest)).join("");
			return `<div class="col-md-6 mb-4"><div class="d-flex justify-content-between"><b>${escape(row.resource)}</b>
				<span class="text-muted">${__(row.resource_kind)} · ${escape(row.unit || "")}</span></div>${bars}</div>`;
		});
	frm.toggle_display("picture_section", parts.length > 0);
	frm.get_field("picture").$wrapper.html(`<div class="row">${parts.join("")}</div>`);
}

function bar(label, there, needed, largest) {
	const share = (value) => (100 * Math.max(0, flt(value))) / largest;
	const colour = flt(there) < flt(needed) ? "orange" : "green";
	const facts = __("{0} there, {1} needed", [number(flt(there)), number(flt(needed))]);
	return `<div class="small mt-1"><div class="d-flex justify-content-between"><span>${label}</span><span>${facts}</span></div>
		<div style="position: relative; height: 10px; background: var(--control-bg); border-radius: 3px">
		<div style="position: absolute; height: 10px; width: ${share(there)}%; background: var(--${colour}-400, ${colour}); border-radius: 3px"></div>
		<div title="${facts}" style="position: absolute; height: 14px; top: -2px; left: calc(${share(needed)}% - 2px); width: 2px; background: var(--text-color)"></div>
		</div></div>`;
}
