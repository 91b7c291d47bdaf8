"""What the snapshots of a source say about service levels, month by month (4.5.4.1)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import add_months, getdate, today

from sms_iso20000.rules.service_level import Count

# Evidence source, dimension and value of the dimension; two empty texts mean the whole source.
Series = tuple[str, str, str]


@dataclass(frozen=True)
class MeasuredShare:
    """A month in which something was measured: percent in target of the tickets with a known result, two decimals."""

    period_start: date
    period_end: date
    share: float
    snapshot: str
    in_target: int
    missed: int


def share_over(months: Iterable[MeasuredShare]) -> float | None:
    """Percent in target of all tickets of `months` together, two decimals; None where nothing was measured.

    Not the mean of the months' shares: a month of three tickets weighs less than one of three hundred.
    """
    months = list(months)
    in_target, missed = sum(month.in_target for month in months), sum(month.missed for month in months)
    return Count(in_target=in_target, missed=missed).share_in_target


def shares_in_target(source: str, dimension: str = "", value: str = "") -> list[MeasuredShare]:
    """The measured months of an evidence source, or of one `value` of a `dimension` in it, the oldest first.

    A month without a single known result is left out, never counted as 0; so is a snapshot that a later one replaces.
    """
    return measured_series([(source, dimension, value)])[(source, dimension, value)]


def measured_series(wanted: Collection[Series]) -> dict[Series, list[MeasuredShare]]:
    """The measured months of each series as `shares_in_target` answers them, in two queries for all of them."""
    months: dict[Series, list[MeasuredShare]] = {series: [] for series in wanted}
    for row in [*_of_sources(wanted), *_of_dimensions(wanted)]:
        share = Count(in_target=row.in_target, missed=row.missed).share_in_target
        series = (row.source, row.dimension or "", row.value or "")
        if series in months and share is not None:
            first, last = getdate(row.period_start), getdate(row.period_end)
            months[series].append(MeasuredShare(first, last, share, row.name, row.in_target, row.missed))
    return months


def values_seen(system: str, dimension: str) -> list[str]:
    """The values of `dimension` that tickets had in the months of the last year that are on record, in order."""
    sources = frappe.get_all(
        "ITSM Evidence Source", filters={"system": system, "is_enabled": 1}, pluck="name", order_by="name asc"
    )
    counts = frappe.qb.DocType("ITSM Service Level Snapshot Count")
    snapshots, query = _current_snapshots(set(sources))
    rows = (
        query.join(counts)
        .on(counts.parent == snapshots.name)
        .select(counts.value)
        .where(counts.dimension == dimension)
        .where(snapshots.period_end >= getdate(add_months(today(), -12)))
        .run(as_dict=True)
    )
    return sorted({row.value for row in rows})


def _of_sources(wanted: Collection[Series]) -> list:
    snapshots, query = _current_snapshots({source for source, dimension, _value in wanted if not dimension})
    return query.select(snapshots.in_target, snapshots.missed).run(as_dict=True)


def _of_dimensions(wanted: Collection[Series]) -> list:
    counts = frappe.qb.DocType("ITSM Service Level Snapshot Count")
    split = [series for series in wanted if series[1]]
    snapshots, query = _current_snapshots({source for source, _dimension, _value in split})
    return (
        query.join(counts)
        .on(counts.parent == snapshots.name)
        .select(counts.dimension, counts.value, counts.in_target, counts.missed)
        .where(counts.dimension.isin(sorted({dimension for _source, dimension, _value in split}) or [""]))
        .where(counts.value.isin(sorted({value for _source, _dimension, value in split}) or [""]))
        .run(as_dict=True)
    )


def _current_snapshots(sources: set[str]) -> tuple:
    """Snapshots that no later one replaces, the oldest month first, as table and query."""
    snapshots = frappe.qb.DocType("ITSM Service Level Snapshot")
    later = frappe.qb.DocType("ITSM Service Level Snapshot").as_("later")
    replaced = frappe.qb.from_(later).select(later.replaces).where(later.replaces.isnotnull())
    query = (
        frappe.qb.from_(snapshots)
        .select(snapshots.name, snapshots.source, snapshots.period_start, snapshots.period_end)
        .where(snapshots.source.isin(sorted(sources) or [""]))
        .where(snapshots.name.notin(replaced))
        .orderby(snapshots.period_start)
        .orderby(snapshots.name)
    )
    return snapshots, query
