// On the form of an audit: its checklist as cards, to be answered while walking about. Each answer saves its item alone.

const RESULT_COLOURS = {
	Conforming: "green",
	Major: "red",
	Minor: "orange",
	Concern: "yellow",
	Opportunity: "blue",
	"Not Audited": "gray",
};
const COMPUTED_COLOURS = { Met: "green", "Not met": "red", Stale: "orange", "Not evaluable": "gray", "No check": "gray" };
const AUDIT_METHODS = ["Interview", "Document Review", "Observation", "Sample"];

frappe.dom.set_style(
	`.audit-progress { position: sticky; top: 60px; z-index: 2; background: var(--fg-color); padding: 8px 0; }
	.audit-progress .progress { height: 10px; }
	.audit-card { border: 1px solid var(--border-color); border-radius: 8px; padding: 14px; margin-bottom: 14px; }
	.audit-card .audit-head { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 6px; }
	.audit-card .audit-question { font-size: 15px; line-height: 1.5; white-space: pre-line; margin-bottom: 10px; }
	.audit-card .audit-results { display: grid; grid-template-columns: repeat(auto-fit, minmax(104px, 1fr)); gap: 8px; }
	.audit-card .audit-results .btn, .audit-card select, .audit-filter .btn, .audit-tools .btn { min-height: 44px; font-size: 14px; }
	.audit-card textarea { min-height: 66px; font-size: 15px; margin-top: 8px; }
	.audit-card .audit-foot { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 8px; }
	.audit-card .audit-foot .btn, .audit-card .audit-foot select { min-height: 44px; width: auto; }
	.audit-filter { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }`,
	"itsm-audit-checklist"
);

function show_checklist(frm) {
	const $wrapper = frm.get_field("checklist_cards").$wrapper.empty();
	const items = frm.doc.checklist || [];
	// On a tablet the host hides the buttons of the page in a menu; these are at hand where they are needed.
	$wrapper.append(`<div class="audit-tools"></div>`);
	offer_generation(frm, $wrapper.find(".audit-tools"));
	offer_nonconformities(frm, $wrapper.find(".audit-tools"));
	if (!items.length) {
		const note = __("There is no checklist yet; generate it from the requirements in scope.");
		$wrapper.append(`<p class="text-muted">${note}</p>`);
		return;
	}
	const may_answer = !!frm.doc.__onload?.may_answer;
	frm.audit_filter = frm.audit_filter || "all";
	$wrapper.append(`<div class="audit-progress"></div><div class="audit-cards"></div>`);
	for (const row of items) {
		const $card = $(audit_card(row, may_answer)).appendTo($wrapper.find(".audit-cards"));
		if (may_answer) answer_by(frm, $card, row);
	}
	show_progress(frm, $wrapper);
}

function offer_generation(frm, $tools) {
	const is_early = ["Planned", "Preparing", "Fieldwork"].includes(frm.doc.workflow_state);
	if (frm.is_new() || !is_early || !frappe.model.can_write(frm.doctype)) return;
	const label = (frm.doc.checklist || []).length ? __("Update Checklist") : __("Generate Checklist");
	offer(frm, $tools, label, "generate_checklist", (added) => __("Items added: {0}", [added]));
}

function offer_nonconformities(frm, $tools) {
	const is_open = (row) => ["Major", "Minor"].includes(row.result) && !row.nonconformity;
	if (!frm.doc.__onload?.may_answer || !(frm.doc.checklist || []).some(is_open)) return;
	const said = (names) => __("Reported: {0}", [names.join(", ")]);
	offer(frm, $tools, __("Report Nonconformities"), "raise_nonconformities", said);
}

function offer(frm, $tools, label, method, said) {
	$(`<button class="btn btn-default mr-2 mb-3">${label}</button>`)
		.appendTo($tools)
		.on("click", () =>
			(frm.is_dirty() ? frm.save() : Promise.resolve())
				.then(() => frm.call(method))
				.then(({ message }) => frappe.show_alert({ message: said(message), indicator: "green" }))
				.then(() => frm.reload_doc())
		);
}

function show_progress(frm, $wrapper) {
	const items = frm.doc.checklist || [];
	const answered = items.filter((row) => row.result).length;
	const percent = Math.round((100 * answered) / items.length);
	const filters = { all: __("All"), open: __("Unanswered"), findings: __("Findings") };
	const buttons = Object.entries(filters).map(
		([key, label]) =>
			`<button class="btn btn-${frm.audit_filter === key ? "primary" : "default"}" data-filter="${key}">${label}</button>`
	);
	$wrapper.find(".audit-progress").html(
		`<div class="small mb-1">${__("{0} of {1} answered", [answered, items.length])}</div>
		<div class="progress"><div class="progress-bar bg-success" role="progressbar" style="width: ${percent}%"
			aria-valuenow="${percent}" aria-valuemin="0" aria-valuemax="100"></div></div>
		<div class="audit-filter">${buttons.join("")}</div>`
	);
	$wrapper.find("[data-filter]").on("click", (event) => {
		frm.audit_filter = event.currentTarget.dataset.filter;
		show_progress(frm, $wrapper);
	});
	filter_cards(frm, $wrapper);
}

// What is being answered stays in view until another filter is chosen.
function filter_cards(frm, $wrapper) {
	const is_shown = {
		all: () => true,
		open: ({ result }) => !result,
		findings: ({ result }) => ["Major", "Minor", "Concern", "Opportunity"].includes(result),
	}[frm.audit_filter];
	for (const row of frm.doc.checklist) $wrapper.find(`[data-item="${row.name}"]`).toggle(is_shown(row));
}

function audit_card(row, may_answer) {
	const escape = frappe.utils.escape_html;
	const disabled = may_answer ? "" : "disabled";
	const results = Object.keys(RESULT_COLOURS).map(
		(result) =>
			`<button class="btn btn-${row.result === result ? "primary" : "default"}" data-result="${result}" ${disabled}>${__(result)}</button>`
	);
	const methods = AUDIT_METHODS.map(
		(method) => `<option value="${method}" ${row.method === method ? "selected" : ""}>${__(method)}</option>`
	);
	const text = (field, label) =>
		`<textarea class="form-control" data-field="${field}" placeholder="${label}" aria-label="${label}" ${disabled}>${escape(
			row[field] || ""
		)}</textarea>`;
	const title = frappe.utils.get_link_title("ITSM Requirement", row.requirement);
	return `<div class="audit-card" data-item="${escape(row.name)}">
		<div class="audit-head"><b>${escape(row.clause || "")} ${escape(title || "")}</b> ${computed_pill(row)}</div>
		<div class="audit-question">${escape(row.question || "")}</div>
		${earlier_list(row)}
		<div class="audit-results">${results.join("")}</div>
		${text("note", __("Note"))}
		${text("evidence_note", __("Evidence Seen"))}
		<div class="audit-foot">
			<select class="form-control" data-field="method" aria-label="${__("Method")}" ${disabled}>${methods.join("")}</select>
			${may_answer ? `<button class="btn btn-default" data-photo>${__("Add a Photo")}</button>` : ""}
			${may_answer ? `<button class="btn btn-default" data-evidence>${__("Link a Record")}</button>` : ""}
			<span class="audit-evidence">${evidence_of(row)}</span>
			<span class="audit-saved text-muted small"></span>
		</div>
	</div>`;
}

function computed_pill(row) {
	if (!row.computed_status) return "";
	const pill = `<span class="indicator-pill ${COMPUTED_COLOURS[row.computed_status]}">${__(row.computed_status)}</span>`;
	return row.conformity_result
		? `<a href="${frappe.utils.get_form_link("ITSM Conformity Result", row.conformity_result)}">${pill}</a>`
		: pill;
}

function earlier_list(row) {
	const found = row.earlier_findings ? JSON.parse(row.earlier_findings) : [];
	if (!found.length) return "";
	const lines = found.map(
		({ doctype, name, title, grade, day, state }) =>
			`<li><a href="${frappe.utils.get_form_link(doctype, name)}">${frappe.utils.escape_html(name)}</a>
			${__(grade)}, ${frappe.datetime.str_to_user(day)}${state ? `, ${__(state)}` : ""}: ${frappe.utils.escape_html(title)}</li>`
	);
	return `<div class="small text-muted">${__("Found Before")}<ul class="mb-2 pl-3">${lines.join("")}</ul></div>`;
}

function evidence_of(row) {
	const links = [
		[row.evidence_type, row.evidence],
		["ITSM Sample", row.sample],
		["ITSM Nonconformity", row.nonconformity],
	].filter(([doctype, name]) => doctype && name);
	return links
		.map(
			([doctype, name]) =>
				`<a href="${frappe.utils.get_form_link(doctype, name)}">${__(doctype)} ${frappe.utils.escape_html(name)}</a>`
		)
		.join(" · ");
}

// -- answering -----------------------------------------------------------------------------------------------------

function answer_by(frm, $card, row) {
	$card.find("[data-result]").on("click", (event) => {
		const { result } = event.currentTarget.dataset;
		save_answer(frm, $card, row, { result: row.result === result ? "" : result });
	});
	$card.find("[data-field]").on("change", () => save_answer(frm, $card, row, {}));
	$card.find("[data-evidence]").on("click", () => link_evidence(frm, $card, row));
	$card.find("[data-photo]").on("click", () => add_photo(frm, $card, row));
}

function save_answer(frm, $card, row, changes) {
	const typed = {};
	$card.find("[data-field]").each((_index, element) => (typed[element.dataset.field] = element.value));
	const { result, evidence_type, evidence } = row;
	$card.find(".audit-saved").text(__("Saving …"));
	// One after the other, as the answers were given.
	frm.audit_queue = (frm.audit_queue || Promise.resolve())
		.catch(() => {})
		.then(() =>
			ask("sms_iso20000.api.audit.answer_item", {
				audit: frm.doc.name,
				item: row.name,
				...{ result: result || "", evidence_type: evidence_type || "", evidence: evidence || "" },
				...typed,
				...changes,
			})
		)
		.then((answer) => take_over(frm, $card, row, answer))
		.catch(() => offer_again(frm, $card, row, changes));
	return frm.audit_queue;
}

// The host's own promise waits for ever where the network or the server fails, and so would all answers after it.
function ask(method, args) {
	return new Promise((resolve, reject) =>
		frappe.call({ method, args, callback: ({ message }) => resolve(message), always: () => reject() })
	);
}

// Where the network is poor nothing has to be given twice: the answer waits on the card.
function offer_again(frm, $card, row, changes) {
	const again = `<button class="btn btn-default" data-again>${__("Try Again")}</button>`;
	$card.find(".audit-saved").html(`<span class="text-danger">${__("Not saved.")}</span> ${again}`);
	$card.find("[data-again]").on("click", () => save_answer(frm, $card, row, changes));
}

function take_over(frm, $card, row, { row: stored, modified, missing }) {
	Object.assign(row, stored);
	frm.doc.modified = modified;
	frm.doc.__onload.missing = missing;
	show_what_is_missing(frm);
	$card.find("[data-result]").each((_index, element) => {
		$(element).toggleClass("btn-primary", element.dataset.result === row.result);
		$(element).toggleClass("btn-default", element.dataset.result !== row.result);
	});
	$card.find(".audit-evidence").html(evidence_of(row));
	$card.find(".audit-saved").html(what_is_lacking(row) || __("Saved"));
	const $wrapper = frm.get_field("checklist_cards").$wrapper;
	const shown = frm.audit_filter;
	show_progress(frm, $wrapper);
	// The card in hand does not vanish under the finger.
	if (shown !== "all") $card.show();
}

function what_is_lacking(row) {
	const lacks = [];
	const is_finding = ["Major", "Minor", "Concern", "Opportunity"].includes(row.result);
	if ((is_finding || row.result === "Not Audited") && !row.note) lacks.push(__("a note"));
	const has_evidence = row.evidence || row.evidence_note || row.sample;
	if (["Major", "Minor"].includes(row.result) && !has_evidence) lacks.push(__("its evidence"));
	return lacks.length ? `<span class="text-warning">${__("Saved; it still lacks {0}.", [lacks.join(", ")])}</span>` : "";
}

// The photo or file is kept with the audit, and what was seen names it; there may be several.
function add_photo(frm, $card, row) {
	new frappe.ui.FileUploader({
		doctype: frm.doctype,
		docname: frm.docname,
		folder: "Home/Attachments",
		make_attachments_public: false,
		on_success(file) {
			frm.attachments.attachment_uploaded(file);
			const $seen = $card.find("[data-field='evidence_note']");
			$seen.val([$seen.val(), file.file_name].filter(Boolean).join("\n"));
			save_answer(frm, $card, row, {});
		},
	});
}

function link_evidence(frm, $card, row) {
	const dialog = new frappe.ui.Dialog({
		title: __("Link a Record"),
		fields: [
			{
				fieldname: "evidence_type",
				fieldtype: "Link",
				options: "DocType",
				label: __("Record Type"),
				default: row.evidence_type,
				get_query: () => ({ filters: { istable: 0, issingle: 0 } }),
			},
			{
				fieldname: "evidence",
				fieldtype: "Dynamic Link",
				label: __("Record"),
				options: "evidence_type",
				default: row.evidence,
				get_options: () => dialog.get_value("evidence_type"),
			},
			{
				fieldname: "sample",
				fieldtype: "Link",
				options: "ITSM Sample",
				label: __("Sample"),
				default: row.sample,
				get_query: () => ({ filters: { audit: frm.doc.name } }),
			},
		],
		primary_action_label: __("Save"),
		primary_action({ evidence_type, evidence, sample }) {
			dialog.hide();
			save_answer(frm, $card, row, { evidence_type: evidence_type || "", evidence: evidence || "", sample: sample || "" });
		},
	});
	dialog.show();
}
