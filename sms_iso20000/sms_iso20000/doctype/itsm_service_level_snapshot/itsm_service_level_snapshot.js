// As many services as a small chart can show; the table below has them all.
const SHOWN = 15;

frappe.ui.form.on("ITSM Service Level Snapshot", {
	refresh(frm) {
		// The host adds to what stands there.
		frm.set_intro("");
		draw_services(frm);
		say_difference(frm);
		point_to_successor(frm);
		if (frappe.model.can_write("ITSM Evidence Source")) {
			frm.add_custom_button(__("Count Again"), () => count_again(frm));
		}
	},
});

function say_difference(frm) {
	if (!frm.doc.replaces) return;
	const earlier = frappe.utils.get_form_link(frm.doctype, frm.doc.replaces, true);
	frm.set_intro(__("Counted again; it replaces {0}, and says below what differs.", [earlier]), "blue");
}

function point_to_successor(frm) {
	frappe.db
		.get_list(frm.doctype, { filters: { replaces: frm.doc.name }, fields: ["name"], order_by: "name asc", limit: 1 })
		.then(([later]) => {
			if (!later) return;
			const link = frappe.utils.get_form_link(frm.doctype, later.name, true);
			frm.set_intro(__("Counted again since; {0} counts instead.", [link]), "orange");
		});
}

function count_again(frm) {
	frappe.db
		.get_doc("ITSM Evidence Source", frm.doc.source)
		.then((source) =>
			frappe.call({
				method: "run_doc_method",
				args: { dt: source.doctype, dn: source.name, method: "freeze", args: { day: frm.doc.period_start } },
				freeze: true,
			})
		)
		.then((r) => {
			if (r.message === frm.doc.name) {
				frappe.show_alert({ message: __("Nothing has changed since this month was frozen."), indicator: "green" });
			} else {
				frappe.set_route("Form", frm.doctype, r.message);
			}
		});
}

function draw_services(frm) {
	const wrapper = frm.get_field("chart").$wrapper.empty();
	const services = frm.doc.counts
		.filter((row) => row.dimension === "Service")
		.sort((one, other) => other.closed - one.closed)
		.slice(0, SHOWN);
	if (!services.length) return;
	const series = (label, number) => ({ name: label, chartType: "bar", values: services.map(number) });
	new frappe.Chart(wrapper.get(0), {
		title: __("Tickets Closed by Service"),
		type: "bar",
		height: 240,
		colors: ["green", "red", "#98a1a9"],
		data: {
			labels: services.map((row) => row.value),
			datasets: [
				series(__("In Target"), (row) => row.in_target),
				series(__("Missed"), (row) => row.missed),
				series(__("Neither"), (row) => row.paused + row.unknown + row.empty),
			],
		},
		barOptions: { stacked: 1 },
		axisOptions: { xAxisMode: "tick", shortenYAxisNumbers: 1 },
	});
}
