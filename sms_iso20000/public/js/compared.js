// Shared by the reports that compare two records.

// The host runs the report before it has confirmed the records that the address names, and once more for each of them;
// whichever answer comes last is shown. So it is run again when all have come.
function show_once_answered(report) {
	frappe.after_ajax(() => report.refresh());
}
