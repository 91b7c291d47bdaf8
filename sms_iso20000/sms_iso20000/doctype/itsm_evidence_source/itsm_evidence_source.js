const MAPPED_FIELDS = [
	"opened_field",
	"closed_field",
	"target_field",
	"service_field",
	"team_field",
	"customer_field",
	"supplier_field",
	"priority_field",
	"rating_field",
	"complaint_field",
];
const RESULTS = {
	in_target: { label: () => __("In Target"), colour: "green" },
	missed: { label: () => __("Missed"), colour: "red" },
	paused: { label: () => __("Paused"), colour: "blue" },
	unknown: { label: () => __("Unknown"), colour: "orange" },
	empty: { label: () => __("Empty"), colour: "gray" },
};

frappe.ui.form.on("ITSM Evidence Source", {
	setup(frm) {
		frm.set_query("source_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
	},

	refresh(frm) {
		const broken = frm.doc.__onload?.broken || [];
		// The host adds to what stands there.
		frm.set_intro("");
		if (broken.length) {
			frm.set_intro(broken.join("<br>"), "red");
		} else {
			offer_fields(frm);
		}
		frm.get_field("preview").$wrapper.empty();
		if (!frappe.model.can_write(frm.doctype)) return;
		frm.add_custom_button(__("Preview"), () => preview(frm));
		if (!frm.is_new() && frm.doc.is_enabled && !broken.length) {
			frm.add_custom_button(__("Freeze a Month"), () => freeze(frm));
		}
	},

	source_doctype(frm) {
		offer_fields(frm);
	},
});

function offer_fields(frm) {
	if (!frm.doc.source_doctype) return;
	frappe.model.with_doctype(frm.doc.source_doctype, () => {
		const fields = frappe
			.get_meta(frm.doc.source_doctype)
			.fields.filter((df) => frappe.model.is_value_type(df.fieldtype) && !df.is_virtual)
			.map((df) => ({ value: df.fieldname, label: df.fieldname, description: __(df.label) }));
		const standard = ["creation", "modified"].map((name) => ({ value: name, label: name }));
		MAPPED_FIELDS.forEach((name) => frm.fields_dict[name].set_data([...fields, ...standard]));
	});
}

// What the form says now counts, saved or not.
function preview(frm) {
	frm.call("show_preview").then((r) => {
		const wrapper = frm.get_field("preview").$wrapper.empty();
		if (!r.message.length) {
			wrapper.append($("<p class='text-muted'>").text(__("No closed ticket that you may read fits.")));
		} else {
			wrapper.append(tally(r.message), table(frm, r.message));
		}
		frm.scroll_to_field("preview");
	});
}

function tally(rows) {
	const pills = Object.entries(RESULTS).map(([result, { label, colour }]) => {
		const number = rows.filter((row) => row.result === result).length;
		return number ? $(`<span class="indicator-pill ${colour} mr-2">`).text(`${label()}: ${number}`) : "";
	});
	return $("<p>").append(pills);
}

function table(frm, rows) {
	const dimensions = Object.keys(rows[0].values);
	const headings = [__("Ticket"), __("Closed On"), __("Target Result"), __("Counts As"), ...dimensions.map((d) => __(d))];
	const body = rows.map((row) => {
		const { label, colour } = RESULTS[row.result];
		return $("<tr>").append(
			$("<td>").append(
				$("<a>").attr("href", frappe.utils.get_form_link(frm.doc.source_doctype, row.name)).text(row.name)
			),
			$("<td>").text(frappe.datetime.str_to_user(row.closed_on)),
			$("<td>").text(row.value),
			$("<td>").append($(`<span class="indicator-pill ${colour}">`).text(label())),
			dimensions.map((dimension) => $("<td>").text(row.values[dimension]))
		);
	});
	return $("<div class='table-responsive'>").append(
		$("<table class='table table-bordered table-sm'>").append(
			$("<thead>").append($("<tr>").append(headings.map((heading) => $("<th>").text(heading)))),
			$("<tbody>").append(body)
		)
	);
}

function freeze(frm) {
	const dialog = frappe.prompt(
		[
			{
				fieldname: "day",
				fieldtype: "Date",
				label: __("Any Day of the Month"),
				reqd: 1,
				default: frappe.datetime.add_months(frappe.datetime.month_start(), -1),
				onchange: () => say_what_is_frozen(frm, dialog),
			},
			{ fieldname: "frozen", fieldtype: "HTML" },
		],
		({ day }) =>
			frm.call("freeze", { day }).then((r) => {
				frappe.set_route("Form", "ITSM Service Level Snapshot", r.message);
			}),
		__("Freeze a Month"),
		__("Freeze")
	);
	say_what_is_frozen(frm, dialog);
}

function say_what_is_frozen(frm, dialog) {
	const day = dialog.get_value("day");
	if (!day) return;
	frappe.db
		.get_list("ITSM Service Level Snapshot", {
			filters: { source: frm.doc.name, period_start: frappe.datetime.obj_to_str(moment(day).startOf("month")) },
			fields: ["name", "taken_on", "closed", "share_in_target"],
			order_by: "taken_on desc, name desc",
			limit: 1,
		})
		.then(([snapshot]) => {
			const text = snapshot
				? __("Frozen on {0} with {1} tickets closed. It is counted again; where the figures differ, a new snapshot names the difference.", [
						frappe.datetime.str_to_user(snapshot.taken_on),
						snapshot.closed,
				  ])
				: __("This month has not been frozen yet.");
			dialog.get_field("frozen").$wrapper.empty().append($("<p class='text-muted'>").text(text));
			dialog.get_primary_btn().text(snapshot ? __("Count Again") : __("Freeze"));
		});
}
