"""Facts on service performance: what the frozen months of the period say, beside the period before (4.5.4.1)."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from sms_iso20000.governance.report_facts.page import items, no_data, percent, points, table
from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.service_level import RESULTS, Count


def service_performance(system: str, period: Period) -> tuple[bool, str]:
    """Share in target per evidence source, with the trend, and the months that are missing."""
    sources = frappe.get_all(
        "ITSM Evidence Source",
        filters={"system": system},
        fields=["name", "title", "is_enabled"],
        order_by="title asc, name asc",
    )
    if not sources:
        return no_data(_("No data: no evidence source is mapped; map the service desk first."))
    months = _months(system, period)
    counts = {row.name: _sum(months, row.name, period) for row in sources}
    gaps = _gaps(sources, months, period)
    if not any(count.closed for count in counts.values()):
        has_data, facts = no_data(_("No data: no ticket is on record in a frozen month of this period."))
        return has_data, facts + gaps
    rows = [
        _row(source.title, counts[source.name], _sum(months, source.name, period.before))
        for source in sources
        if counts[source.name].closed
    ]
    headings = (_("Evidence Source"), _("Closed"), _("In Target"), _("Period Before"), _("Change in Points"))
    return True, table(headings, rows) + gaps


def _months(system: str, period: Period) -> dict[tuple[str, date], frappe._dict]:
    """The newest snapshot of each source and month, of this period and the one before."""
    rows = frappe.get_all(
        "ITSM Service Level Snapshot",
        filters=[
            ["system", "=", system],
            ["period_start", ">=", period.before.start],
            ["period_start", "<=", period.end],
        ],
        fields=["source", "period_start", *RESULTS],
        order_by="period_start asc, taken_on asc, name asc",
    )
    return {(row.source, getdate(row.period_start)): row for row in rows}


def _sum(months: dict, source: str, period: Period) -> Count:
    rows = [months[source, month] for month in period.months if (source, month) in months]
    return Count(*(sum(row[result] for row in rows) for result in RESULTS))


def _row(title: str, now: Count, before: Count) -> tuple:
    share, share_before = now.share_in_target, before.share_in_target
    compared = share is not None and share_before is not None
    change = points(share, share_before) if compared else ""
    return title, now.closed, percent(share), percent(share_before), change


def _gaps(sources: list, months: dict, period: Period) -> str:
    texts = [
        _("{0}: no frozen month of {1}").format(source.title, month.strftime("%Y-%m"))
        for source in sources
        if source.is_enabled
        for month in period.months
        if (source.name, month) not in months
    ]
    return items(texts) if texts else ""
