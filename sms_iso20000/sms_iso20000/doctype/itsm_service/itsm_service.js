// Who uses or agrees on a service may be kept by apps that are not there; the server offers what the site has.
const CUSTOMER_TYPES = ["Customer", "HD Customer", "Company", "Department", "User Group", "Contact"];
const AGREEMENT_TYPES = ["Service Level Agreement", "HD Service Level Agreement", "ITSM Document", "Contract"];
const NEXT_ACTION = {
	Proposed: ["Begin Transition", "In Transition"],
	"In Transition": ["Go Live", "Live"],
};
// Where each part that is missing is entered.
const ENTERED_IN = {
	service_owner_missing: "service_owner",
	service_owner_gone: "service_owner",
	service_description_missing: "description",
	service_requirement_missing: "requirements",
	service_requirement_not_stated: "requirements",
	service_agreement_missing: "agreements",
	service_agreement_not_standing: "agreements",
	service_customer_missing: "customers",
	service_site_missing: "sites",
	service_process_missing: "foundations",
};

frappe.ui.form.on("ITSM Service", {
	setup(frm) {
		frm.set_query("service_owner", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		frm.set_query("customer_type", "customers", () => ({ filters: { name: ["in", CUSTOMER_TYPES] } }));
		frm.set_query("agreement_type", "agreements", () => ({ filters: { name: ["in", AGREEMENT_TYPES] } }));
		frm.set_query("agreement", "agreements", (_doc, cdt, cdn) => of_this_system(frm, locals[cdt][cdn].agreement_type));
		frm.set_query("foundation", "foundations", (_doc, cdt, cdn) => of_this_system(frm, locals[cdt][cdn].foundation_type));
		frm.set_query("asset", "technology", () => ({ filters: { system: frm.doc.system, is_active: 1 } }));
	},

	refresh(frm) {
		show_standing(frm);
		show_picture(frm);
		if (frm.is_new()) return;
		offer_step_onwards(frm, NEXT_ACTION);
		offer_decisions(frm);
		offer_catalogue(frm);
	},

	before_workflow_action: (frm) =>
		note_reason_before_step(frm, {
			"Return to Proposal": "Proposed",
			"Reopen Service": "Proposed",
			"Retire Service": "Retired",
		}),
});

frappe.ui.form.on("ITSM Service Customer", {
	customer_type: (_frm, cdt, cdn) => frappe.model.set_value(cdt, cdn, "customer", ""),
});

frappe.ui.form.on("ITSM Service Agreement", {
	agreement_type: (_frm, cdt, cdn) => frappe.model.set_value(cdt, cdn, "agreement", ""),
});

frappe.ui.form.on("ITSM Service Foundation", {
	foundation_type: (_frm, cdt, cdn) => frappe.model.set_value(cdt, cdn, "foundation", ""),
});

// What of our own records may be named in this service; records of other apps know no system.
function of_this_system(frm, record_type) {
	const { system, name } = frm.doc;
	const filters = {
		"ITSM Document": { system, workflow_state: "In Force" },
		"ITSM Process": { system, is_active: 1 },
		"ITSM Arrangement": { system, workflow_state: ["!=", "Ended"] },
		"ITSM Service": { system, name: ["!=", name], workflow_state: ["!=", "Retired"] },
	};
	return { filters: filters[record_type] || {} };
}

function show_standing(frm) {
	const wrapper = frm.get_field("standing").$wrapper.empty();
	const onload = frm.doc.__onload;
	if (frm.is_new() || !onload?.missing) return;
	wrapper.html(`<p>${result_of(frm.doc, onload.result)}</p>${checklist(frm.doc, onload.missing)}`);
	lead_to_fields(frm, wrapper);
}

// The newest frozen month; where nothing was measured, why.
function result_of({ names_in_tickets }, result) {
	if (!(names_in_tickets || "").trim()) return pill("gray", __("No results: enter what tickets call the service."));
	if (!result) return pill("gray", __("No data: no frozen month has a result of this service."));
	const month = frappe.datetime.str_to_obj(result.period_start);
	const named = month.toLocaleDateString(frappe.boot.lang, { month: "long", year: "numeric" });
	const share = format_number(result.share, null, 2);
	return `<b>${__("{0} % in target", [share])}</b> ${__("in {0}, of {1} tickets with a known result", [named, result.tickets])}`;
}

function checklist({ workflow_state }, missing) {
	if (workflow_state === "Retired") return "";
	if (!Object.keys(missing).length) return `<p>${pill("green", __("Complete"))}</p>`;
	const heading = workflow_state === "Live" ? __("This live service lacks:") : __("To go live it lacks:");
	return `<p class="mb-1"><b>${heading}</b></p>${list_of_missing(missing, ENTERED_IN)}`;
}

function show_picture(frm) {
	const wrapper = frm.get_field("picture").$wrapper.empty();
	if (frm.is_new()) return;
	read_stored(frm, "show_picture").then((picture) => {
		wrapper.html(picture);
		wrapper.find("a[data-doctype]").each(function () {
			this.href = frappe.utils.get_form_link(this.dataset.doctype, this.dataset.name);
		});
	});
}

function offer_catalogue(frm) {
	frm.add_custom_button(
		__("Service Catalogue"),
		() => frappe.set_route("query-report", "ITSM Service Catalogue", { system: frm.doc.system }),
		__("View")
	);
}
