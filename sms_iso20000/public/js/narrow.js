// On a phone the host lets a long title push the status off the page, and the timeline a seal that has no spaces.
frappe.dom.set_style(
	`.timeline-content { overflow-wrap: anywhere; }
	@media (max-width: 767px) {
		.page-head .page-title,
		.page-head .title-area,
		.page-head .title-area > div,
		.page-head .title-area .title-text { min-width: 0; }
	}`,
	"itsm-narrow"
);
