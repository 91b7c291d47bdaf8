"""Facts on service performance: what the frozen months of the period say, beside the period before (4.5.4.1)."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from sms_iso20000.governance.report_facts.page import items, no_data, percent, points, table
from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.service_level import RESULTS, Count


def service_performance(system: str, period: Period) -> tuple[bool, str]:
    """Share in target per evidence source, with the trend, and the months that are missing."""
    sources = sources_of(system)
    if not sources:
        return no_data(_("No data: no evidence source is mapped; map the service desk first."))
    months = frozen_months(system, period.before.start, period.end)
    counts = {row.name: count_of(months, row.name, period.months) for row in sources}
    gaps = _gaps(sources, months, period)
    if not any(count.closed for count in counts.values()):
        has_data, facts = no_data(_("No data: no ticket is on record in a frozen month of this period."))
        return has_data, facts + gaps
    rows = [
        _row(source.title, counts[source.name], count_of(months, source.name, period.before.months))
        for source in sources
        if counts[source.name].closed
    ]
    headings = (_("Evidence Source"), _("Closed"), _("In Target"), _("Period Before"), _("Change in Points"))
    return True, table(headings, rows) + gaps


def sources_of(system: str) -> list[frappe._dict]:
    """All evidence sources of `system` by title."""
    return frappe.get_all(
        "ITSM Evidence Source",
        filters={"system": system},
        fields=["name", "title", "is_enabled"],
        order_by="title asc, name asc",
    )


def frozen_months(system: str, first: date, last: date) -> dict[tuple[str, date], frappe._dict]:
    """The newest snapshot of each source and month that begins from `first` to `last`, by source and first day."""
    rows = frappe.get_all(
        "ITSM Service Level Snapshot",
        filters=[
            ["system", "=", system],
            ["period_start", ">=", first],
            ["period_start", "<=", last],
        ],
        fields=["name", "source", "period_start", *RESULTS],
        order_by="period_start asc, taken_on asc, name asc",
    )
    return {(row.source, getdate(row.period_start)): row for row in rows}


def count_of(months: dict, source: str, firsts: Iterable[date]) -> Count:
    """All tickets of a source in the months that begin on `firsts`."""
    rows = [months[source, first] for first in firsts if (source, first) in months]
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
