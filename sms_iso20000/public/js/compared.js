// Shared by the reports that compare two records.

// The host runs the report before it has confirmed the records that the address names, and reads a filter by what stands
// in it, which is nothing until the title of the record has come. So it is run again once every filter can be read.
function show_once_answered(report, looks = 100) {
	const can_be_read = (filter) => Boolean(filter.value) === Boolean(filter.get_value());
	const look = () => {
		if (looks && !report.filters.every(can_be_read)) show_once_answered(report, looks - 1);
		else report.refresh();
	};
	// An answer is taken in right after it has come, and may ask for more.
	frappe.after_ajax(() => setTimeout(look, 50));
}
