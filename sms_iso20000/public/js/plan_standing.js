// Beside each item of the plan what is live behind it, and at the top what is missing.

frappe.ui.form.on("ITSM Plan", {
	refresh(frm) {
		for (const letter of LETTERS) frm.fields_dict[`standing_${letter}`].$wrapper.empty();
		frm.fields_dict.standing.$wrapper.empty();
		if (frm.is_new()) return;
		const plan = frm.doc.name;
		read_stored(frm, "show_standing").then((standing) => {
			if (frm.doc.name !== plan) return;
			show_what_the_plan_lacks(frm, standing);
			standing.items.forEach((item) => show_item(frm, item));
		});
	},
});

const LETTERS = "abcdefghijkl";

// What is missing is named and leads to where it is written; what is there is a letter. The sentences are above the form.
function show_what_the_plan_lacks(frm, { scope, items }) {
	const wrapper = frm.fields_dict.standing.$wrapper;
	const pills = [
		pill_to(scope.length ? "orange" : "green", "organisational_unit", __("Scope")),
		...items.map(({ letter, title, missing }) =>
			missing.length
				? pill_to("orange", `item_${letter}`, `${letter}) ${title}`)
				: pill_to("green", `item_${letter}`, `${letter})`)
		),
	];
	const is_complete = !scope.length && items.every(({ missing }) => !missing.length);
	const word = is_complete ? `<p class="text-muted mb-0">${__("Nothing is missing.")}</p>` : "";
	wrapper.html(`<p style="line-height: 2.2">${pills.join(" ")}</p>${word}`);
	wrapper.find("a[data-field]").on("click", function () {
		lead_to(frm, this.dataset.field);
		return false;
	});
}

function lead_to(frm, fieldname) {
	const field = frm.fields_dict[fieldname];
	if (field.tab && !field.tab.is_active()) field.tab.set_active();
	frm.scroll_to_field(fieldname);
}

function pill_to(colour, field, text) {
	return `<a href="#" data-field="${field}" class="indicator-pill ${colour}" style="white-space: normal">${text}</a>`;
}

function show_item(frm, { letter, missing, behind }) {
	const parts = missing.map((sentence) => `<p class="text-warning">${sentence}</p>`);
	parts.push(...behind.map(shown_records));
	const nothing = `<p class="text-muted">${__("No live records are linked; the text alone answers it.")}</p>`;
	frm.fields_dict[`standing_${letter}`].$wrapper.html(parts.join("") || nothing);
}

// Count, then the newest few by name, then what is named but no longer live.
function shown_records({ doctype, live, idle, records }) {
	const names = records.map(({ name, title }) => record_link(doctype, name, title));
	if (live > records.length) names.push("…");
	const colour = live ? "green" : "orange";
	const head = `<span class="indicator-pill ${colour}">${__("{0}: {1} live", [__(doctype), live])}</span>`;
	const gone = idle.map((name) => record_link(doctype, name, name));
	const ended = gone.length ? `<br><span class="text-danger">${__("No longer live:")}</span> ${gone.join(", ")}` : "";
	return `<p style="overflow-wrap: anywhere">${head} ${names.join(", ")}${ended}</p>`;
}

function record_link(doctype, name, title) {
	const address = frappe.utils.get_form_link(doctype, name);
	return `<a href="${address}">${frappe.utils.escape_html(title)}</a>`;
}
