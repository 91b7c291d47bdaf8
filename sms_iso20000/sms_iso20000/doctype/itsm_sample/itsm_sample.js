const RESULTS = ["Not Examined", "In Order", "Deviation"];

frappe.ui.form.on("ITSM Sample", {
	setup(frm) {
		frm.set_query("population_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
		frm.set_query("audit", () => ({ filters: { system: frm.doc.system } }));
	},

	refresh(frm) {
		frm.set_intro("");
		show_filters(frm);
		offer_strata(frm);
		show_standing(frm);
		frm.get_field("proposal").$wrapper.empty();
		if (frm.is_new()) return;
		offer_decisions(frm);
		if (frm.doc.status === "Draft") offer_draw(frm);
		else offer_examination(frm);
	},

	population_doctype(frm) {
		frm.set_value({ filters: "", stratum_field: "" });
		show_filters(frm);
		offer_strata(frm);
	},
});

function rows_of(frm) {
	try {
		return JSON.parse(frm.doc.filters || "[]");
	} catch {
		return [];
	}
}

// Filters are chosen as in the host's lists; once the sample is drawn they are only read.
function show_filters(frm) {
	const wrapper = frm.get_field("filter_area").$wrapper.empty();
	const doctype = frm.doc.population_doctype;
	if (!doctype) return;
	frappe.model.with_doctype(doctype, () => {
		if (frm.doc.population_doctype !== doctype) return;
		const rows = rows_of(frm);
		if (frm.doc.status === "Drawn" || !frm.perm[0]?.write) {
			wrapper.html(said(doctype, rows));
			return;
		}
		wrapper.html(`<div class="filter-area-of-sample border rounded p-2"></div>`);
		const group = new frappe.ui.FilterGroup({
			parent: wrapper.find(".filter-area-of-sample"),
			doctype,
			on_change: () => note_filters(frm, group),
		});
		frm.filters_are_set = false;
		group.toggle_empty_filters(!rows.length);
		frappe
			.run_serially(rows.map((row) => () => group.add_filter(doctype, ...row)))
			.then(() => (frm.filters_are_set = true));
	});
}

const GROUPING = ["Select", "Link", "Check", "Data"];

// Fields are chosen by their labels; a sample is of one system, and what the app writes as text groups nothing.
function offer_strata(frm) {
	const doctype = frm.doc.population_doctype;
	if (!doctype) return;
	frappe.model.with_doctype(doctype, () => {
		if (frm.doc.population_doctype !== doctype) return;
		const fields = frappe
			.get_meta(doctype)
			.fields.filter((field) => GROUPING.includes(field.fieldtype) && field.fieldname !== "system")
			.filter((field) => !(field.fieldtype === "Data" && field.read_only));
		const options = fields.map(({ fieldname, label }) => ({ value: fieldname, label: __(label || fieldname, null, doctype) }));
		const label_of = (value) => options.find((option) => option.value === value)?.label || value || "";
		frm.set_df_property("stratum_field", "options", options);
		frm.set_df_property("stratum_field", "formatter", (value) => frappe.utils.escape_html(label_of(value)));
		// The host takes over options only while it makes the input.
		frm.get_field("stratum_field").set_data(options);
		frm.refresh_field("stratum_field");
	});
}

function note_filters(frm, group) {
	if (!frm.filters_are_set) return;
	const rows = group.get_filters().map(([, field, operator, value]) => [field, operator, value]);
	const text = rows.length ? JSON.stringify(rows) : "";
	if (text !== (frm.doc.filters || "")) frm.set_value("filters", text);
}

function said(doctype, rows) {
	const escape = frappe.utils.escape_html;
	if (!rows.length) return `<p class="text-muted">${__("No filters")}</p>`;
	const lines = rows.map(([field, operator, value]) => {
		const label = __(frappe.meta.get_label(doctype, field));
		return `<li>${escape(label)} ${escape(__(operator))} ${escape(String(value))}</li>`;
	});
	return `<ul class="pl-4">${lines.join("")}</ul>`;
}

function show_standing(frm) {
	const wrapper = frm.get_field("standing").$wrapper.empty();
	if (frm.doc.status !== "Drawn") return;
	const colours = { "Not Examined": "gray", "In Order": "green", Deviation: "red" };
	const pills = RESULTS.map((result) => {
		const count = frm.doc.rows.filter((row) => row.result === result).length;
		return `<span class="indicator-pill ${colours[result]}">${__(result)}: ${count}</span>`;
	});
	const drawn = __("{0} of {1} records", [frm.doc.rows.length, frm.doc.population_size]);
	wrapper.html(`<p>${pills.join(" ")} <span class="text-muted">${drawn}</span></p>`);
}

function offer_draw(frm) {
	if (frm.is_dirty() || !frappe.model.can_write(frm.doctype)) return;
	frm.add_custom_button(__("Propose Size"), () => propose_size(frm));
	frm.page.set_primary_action(__("Draw"), () =>
		frappe.confirm(__("Draw the records? What describes the draw is sealed then."), () => act(frm, "draw"))
	);
}

function propose_size(frm) {
	frm.call("propose_size").then(({ message }) => {
		const size = (number) => `<a href="#" data-size="${number}">${number}</a>`;
		const rows = message.table.map(
			({ confidence, sizes }) => `<tr><td>${confidence} %</td>${sizes.map((number) => `<td>${size(number)}</td>`).join("")}</tr>`
		);
		const wrapper = frm.get_field("proposal").$wrapper;
		wrapper.html(`<p>${__("The population has {0} records.", [message.population])}</p>
			<p>${__("Square root")}: ${size(message.square_root)}</p>
			<table class="table table-bordered table-condensed">
				<tr><th>${__("Confidence")}</th><th>${__("{0} % deviations are noticed", [5])}</th><th>${__("{0} % deviations are noticed", [10])}</th></tr>
				${rows.join("")}
			</table>`);
		wrapper.find("a[data-size]").on("click", function () {
			frm.set_value("size", cint(this.dataset.size));
			return false;
		});
	});
}

function offer_examination(frm) {
	link_to_records(frm);
	frm.add_custom_button(__("Draw Again"), () => draw_again(frm));
	if (!frappe.model.can_write(frm.doctype)) return;
	frm.page.set_primary_action(__("Note Result"), () => ask_for_result(frm));
}

// The name of a drawn record leads to it.
function link_to_records(frm) {
	frappe.meta.docfield_map["ITSM Sample Row"].reference_name.formatter = (value) => {
		const text = frappe.utils.escape_html(value || "");
		const link = frappe.utils.get_form_link(frm.doc.population_doctype, value);
		return value ? `<a href="${link}" style="text-decoration: underline">${text}</a>` : "";
	};
	frm.refresh_field("rows");
}

function ask_for_result(frm) {
	const next = frm.doc.rows.find((row) => row.result === "Not Examined") || frm.doc.rows[0];
	const options = frm.doc.rows.map((row) => ({ value: String(row.position), label: `${row.position} · ${row.reference_name}` }));
	frappe.prompt(
		[
			{ fieldname: "position", fieldtype: "Select", label: __("Record"), options, default: String(next.position), reqd: 1 },
			{
				fieldname: "result",
				fieldtype: "Select",
				label: __("Result"),
				options: RESULTS.map((value) => ({ value, label: __(value) })),
				default: "In Order",
				reqd: 1,
			},
			{ fieldname: "note", fieldtype: "Small Text", label: __("Note") },
		],
		(values) => act(frm, "examine", { ...values, note: values.note || "" }),
		__("Note Result"),
		__("Record")
	);
}

function draw_again(frm) {
	frm.call("redraw").then(({ message }) => {
		const escape = frappe.utils.escape_html;
		const listed = (names, count) => [...names, ...(count > names.length ? ["…"] : [])].map(escape).join(", ");
		const lines = [
			message.same_rows && message.list_is_intact
				? __("The seed gives the same records again.")
				: __("The seed does not give the same records: the list of the population was changed."),
			__("Records in the population then: {0}, now: {1}.", [message.population_then, message.population_now]),
		];
		if (message.came_count) lines.push(__("Came since: {0} ({1}).", [message.came_count, listed(message.came, message.came_count)]));
		if (message.went_count) lines.push(__("Went since: {0} ({1}).", [message.went_count, listed(message.went, message.went_count)]));
		if (message.drawn_that_went.length) {
			lines.push(__("Drawn records that went: {0}.", [message.drawn_that_went.map(escape).join(", ")]));
		}
		frappe.msgprint({ title: __("Draw Again"), message: lines.map((line) => `<p>${line}</p>`).join("") });
	});
}

function act(frm, method, values) {
	return frm.call(method, values).then(() => frm.reload_doc());
}
