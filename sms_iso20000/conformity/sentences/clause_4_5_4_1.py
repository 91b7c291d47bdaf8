"""Why a requirement stands as it does: 4.5.4.1."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_evidence_source": _("No evidence source is enabled; map the records that are your service desk tickets."),
        "source_broken": _("{count} of {total} evidence sources map what is not there any more; mend them first."),
        "source_without_snapshot": _("{count} of {total} evidence sources have no frozen month; freeze one."),
        "no_snapshot": _("No month of service desk results has been frozen."),
        "snapshot_stale": _("The newest frozen month ended on {last}, more than {days} days ago."),
        "nothing_measured": _("Newest snapshots without a ticket that was in target or missed: {count}."),
        "service_levels_measured": _("Service levels are on record up to {last} (evidence sources: {total})."),
        "no_service_measured": _("The snapshots name no service; map the service field of the evidence source."),
        "service_without_recent_results": _("No recent results for {services}; the oldest are of {last}."),
        "results_recorded": _("Recent results are on record for every service ({total})."),
    }
