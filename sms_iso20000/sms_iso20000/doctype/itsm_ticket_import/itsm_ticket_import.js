// Each column that is chosen, and the field of a ticket that it fills.
const FILLS = {
	id_column: "ticket_id",
	opened_column: "opened_on",
	closed_column: "closed_on",
	target_column: "target_result",
	service_column: "service",
	team_column: "team",
	customer_column: "customer",
	supplier_column: "supplier",
	priority_column: "priority",
};
const COLUMNS = Object.keys(FILLS);
const PROGRESS = "itsm_ticket_import_progress";

frappe.ui.form.on("ITSM Ticket Import", {
	onload(frm) {
		frappe.realtime.off(PROGRESS);
		frappe.realtime.on(PROGRESS, (figures) => show_progress(frm, figures));
	},

	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		frm.get_field("preview").$wrapper.empty();
		if (may_change(frm)) {
			if (frm.doc.file) look_into_file(frm).then((guess) => offer_columns(frm, guess));
			if (!frm.is_new()) offer_import(frm);
		}
		if (frm.doc.status === "Importing") show_work(frm);
		if (frm.doc.status === "Imported") offer_results(frm);
		if (!frm.is_new()) offer_decisions(frm);
	},

	// The host saves once this is done, so that a file that says enough of itself needs no further entry.
	file(frm) {
		if (!frm.doc.file) return;
		return look_into_file(frm).then((guess) => {
			offer_columns(frm, guess);
			return take_over(frm, guess);
		});
	},
});

const may_write = (frm) => frappe.model.can_write(frm.doctype);
const may_change = (frm) => may_write(frm) && ["Draft", "Refused"].includes(frm.doc.status || "Draft");

// -- what the file says of itself ---------------------------------------------------------------------------------

function look_into_file(frm) {
	return frm.call("look_into_file").then((r) => r.message);
}

function offer_columns(frm, { headings }) {
	COLUMNS.forEach((name) => frm.get_field(name).set_data(headings));
}

function take_over(frm, { encoding, delimiter, date_format, columns, headings }) {
	const known = Object.entries({ encoding, delimiter, date_format }).filter(([, value]) => value);
	// A column that was chosen for the last file stays where this file has it too.
	const chosen = COLUMNS.map((name) => [
		name,
		headings.includes(frm.doc[name]) ? frm.doc[name] : columns[name] || "",
	]);
	return frm.set_value(Object.fromEntries([...known, ...chosen]));
}

// -- checking and importing ---------------------------------------------------------------------------------------

function offer_import(frm) {
	if (frm.is_dirty()) return;
	frm.add_custom_button(__("Check File"), () => check(frm));
	if (frm.doc.status === "Refused") {
		frm.set_intro(
			__("Nothing was imported: {0} rows were refused. Mend the file, attach it again and import.", [
				frm.doc.rows_refused,
			]),
			"red"
		);
		return;
	}
	frm.set_intro(__("Check the file, then import it: all of its rows, or none where one is refused."), "blue");
	frm.page.set_primary_action(__("Import"), () => act(frm, "start_import"));
}

function check(frm) {
	return frm.call({ method: "check_file", doc: frm.doc, freeze: true }).then((r) => show_check(frm, r.message));
}

function show_check(frm, found) {
	const { rows, tickets, refused } = found;
	const text = refused
		? __("{0} rows of {1} would be refused, and so nothing would be imported.", [refused, rows])
		: __("{0} rows hold {1} tickets; all of them can be imported.", [rows, tickets]);
	frm.get_field("preview").$wrapper.html(
		`<div class="alert ${refused ? "alert-danger" : "alert-success"}">${text}</div>
		${table_of_faults(found)}${table_of_rows(frm, found)}`
	);
	frm.scroll_to_field("preview");
}

function table_of_faults({ faults }) {
	// Sentences are escaped by the server.
	const rows = faults.map((fault) => [
		fault.line,
		escape(fault.column),
		escape(fault.value),
		fault.sentence,
	]);
	return rows.length ? table([__("Line"), __("Column"), __("Value"), __("What Is Wrong")], rows) : "";
}

function table_of_rows(frm, { shown }) {
	const columns = COLUMNS.filter((name) => frm.doc[name]);
	const labels = columns.map((name) => __(frm.get_docfield(name).label));
	const rows = shown.map((row) => [
		row.line,
		...columns.map((name) => escape(row[FILLS[name]])),
		row.faults.length
			? `<span class="indicator-pill red">${__("Refused")}</span> ${row.faults.join(" ")}`
			: `<span class="indicator-pill green">${__("Can Be Imported")}</span>`,
	]);
	return rows.length ? table([__("Line"), ...labels, __("Result")], rows) : "";
}

const escape = (value) => frappe.utils.escape_html(value || "");

function table(headings, rows) {
	const head = headings.map((heading) => `<th scope="col">${heading}</th>`).join("");
	const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("");
	return `<div class="table-responsive"><table class="table table-bordered table-sm small">
		<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function show_work(frm) {
	if (!(frm.doc.__onload || {}).is_stopped) {
		frm.set_intro(__("The file is being imported in the background; you are told when it is done."), "blue");
		return;
	}
	frm.set_intro(__("The import was stopped; nothing of it was kept. It is begun again overnight."), "orange");
	if (may_write(frm)) frm.add_custom_button(__("Begin Again"), () => act(frm, "start_import"));
}

function show_progress(frm, { name, done, tickets }) {
	if (name !== frm.doc.name) return;
	frm.dashboard.show_progress(
		__("Progress"),
		(100 * done) / tickets,
		__("{0} of {1} tickets are read.", [done, tickets])
	);
}

// -- once it is done ----------------------------------------------------------------------------------------------

function offer_results(frm) {
	const { system, service_desk } = frm.doc;
	frm.disable_save();
	frm.add_custom_button(
		__("Tickets"),
		() => frappe.set_route("List", "ITSM Imported Ticket", { system, service_desk }),
		__("View")
	);
	if (!frappe.model.can_create("ITSM Evidence Source")) return;
	frm.add_custom_button(__("Make Evidence Source"), () =>
		frm.call("source_values").then((r) => open_new("ITSM Evidence Source", r.message))
	);
}

// What the host opens a new form with, it takes into a few kinds of fields only.
function open_new(doctype, values) {
	frappe.model.with_doctype(doctype, () => {
		const { name } = Object.assign(frappe.model.get_new_doc(doctype), values);
		frappe.set_route("Form", doctype, name);
	});
}

function act(frm, method) {
	return frm.call(method).then(() => frm.reload_doc());
}
