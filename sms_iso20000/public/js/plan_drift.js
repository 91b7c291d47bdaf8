// What came, went and changed since the plan in force was last looked at, and which process plans fit it.

frappe.ui.form.on("ITSM Plan", {
	refresh(frm) {
		const wrapper = frm.fields_dict.drift.$wrapper.empty();
		if (frm.is_new()) return;
		if (frm.doc.workflow_state !== "In Force") {
			wrapper.html(`<p class="text-muted">${__("What changes is followed once the plan is in force.")}</p>`);
			return;
		}
		const plan = frm.doc.name;
		Promise.all([read_stored(frm, "show_drift"), read_stored(frm, "show_process_plans")]).then(
			([drift, process_plans]) => {
				if (frm.doc.name !== plan) return;
				wrapper.html(drift_table(frm.doc, drift) + process_plan_table(process_plans));
			}
		);
	},
});

const MOVES = { Came: "green", Went: "red", Changed: "orange" };

function alignment_pill(alignment) {
	const [colour, label] = {
		Aligned: ["green", __("Aligned")],
		"To Be Realigned": ["orange", __("To Be Realigned")],
		"Not Aligned": ["red", __("Not Aligned")],
	}[alignment];
	return `<span class="indicator-pill ${colour}">${label}</span>`;
}

function drift_table({ last_reviewed_on }, drift) {
	const since = frappe.datetime.str_to_user(last_reviewed_on) || "";
	const title = `<h5>${__("Since the plan was last looked at on {0}", [since])}</h5>`;
	if (!drift.length) return `${title}<p class="text-muted">${__("Nothing came, went or changed.")}</p>`;
	const rows = drift.map((row) => {
		const move = `<span class="indicator-pill ${MOVES[row.move]}">${__(row.move)}</span>`;
		const changes = row.changes.map(shown_change).join("");
		const what = `${record_link(row.doctype, row.name, row.title)}${changes}`;
		const day = frappe.datetime.str_to_user(row.since.slice(0, 10));
		return `<tr><td>${row.family}<br>${move}</td><td style="overflow-wrap: anywhere">${what}</td><td>${day}</td></tr>`;
	});
	return `${title}${table([__("What"), __("Record"), __("Since")], rows)}`;
}

function shown_change({ fact, before, after }) {
	const [was, is] = [before, after].map((value) => frappe.utils.escape_html(value) || "–");
	return `<div class="small">${fact}: <span class="text-muted">${was}</span> → ${is}</div>`;
}

function process_plan_table(process_plans) {
	const title = `<h5 class="mt-4">${__("Process Plans")}</h5>`;
	if (!process_plans.length) return `${title}<p class="text-muted">${__("No process plan is in force.")}</p>`;
	const rows = process_plans.map((row) => {
		const owner = frappe.utils.escape_html(row.owner_name);
		return `<tr><td>${record_link("ITSM Document", row.name, row.title)}</td><td>${owner}</td><td>${alignment_pill(row.alignment)}</td></tr>`;
	});
	return `${title}${table([__("Document"), __("Owner"), __("Alignment")], rows)}`;
}

function table(heads, rows) {
	const head = heads.map((text) => `<th>${text}</th>`).join("");
	return `<div class="table-responsive"><table class="table table-bordered">
		<thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
