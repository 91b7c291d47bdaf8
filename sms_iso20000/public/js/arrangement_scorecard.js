// What was measured of the other party, on the form of its arrangement.

frappe.ui.form.on("ITSM Arrangement", {
	refresh(frm) {
		const wrapper = frm.fields_dict.scorecard.$wrapper;
		wrapper.empty();
		if (frm.is_new()) return;
		const arrangement = frm.doc.name;
		frappe.xcall("sms_iso20000.api.arrangement.scorecard", { arrangement }).then((html) => {
			if (frm.doc.name === arrangement) wrapper.html(html);
		});
	},
});
