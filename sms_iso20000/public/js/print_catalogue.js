// Shared by the pages that print the catalogue for customers.

// A menu of the catalogue in each language it is written in; `system_of` answers whose catalogue it is.
function offer_printed_catalogue(page, system_of) {
	if (!frappe.model.can_print("ITSM System")) return;
	const languages = { en: __("In English"), zh: __("In Chinese") };
	for (const [language, label] of Object.entries(languages)) {
		page.add_inner_button(label, () => print_catalogue(system_of(), language), __("Print Catalogue"));
	}
}

function print_catalogue(system, language) {
	if (!system) return frappe.show_alert({ message: __("Choose a system first."), indicator: "orange" });
	const asked = new URLSearchParams({
		doctype: "ITSM System",
		name: system,
		format: "ITSM Service Catalogue",
		no_letterhead: 0,
		_lang: language,
	});
	window.open(frappe.urllib.get_full_url(`/printview?${asked}`));
}
