"""What the frozen months say about services, by the names that tickets have for them (4.1.4 a, 4.5.3 f)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe

from sms_iso20000.evidence.measured import MeasuredShare, measured_series, share_over
from sms_iso20000.rules.service import names_in_tickets

DIMENSION = "Service"


@dataclass(frozen=True)
class Result:
    """The newest month in which something of a service was measured: percent in target, of so many tickets with a
    known result, over all its names and the enabled sources."""

    period_start: date
    period_end: date
    share: float
    tickets: int
    snapshots: tuple[str, ...]


def results_of(system: str, services: Sequence[Mapping[str, Any]]) -> dict[str, Result | None]:
    """The newest result of each of `services` by its name; None where tickets do not name it or nothing was measured.

    Takes `name` and `names_in_tickets`; three queries for all of them.
    """
    called = {service.get("name"): names_in_tickets(service.get("names_in_tickets")) for service in services}
    sources = frappe.get_all(
        "ITSM Evidence Source", filters={"system": system, "is_enabled": 1}, pluck="name", order_by="name asc"
    )
    wanted = {(source, DIMENSION, name) for source in sources for names in called.values() for name in names}
    measured = measured_series(wanted)
    return {
        service: _newest([month for source in sources for name in names for month in measured[source, DIMENSION, name]])
        for service, names in called.items()
    }


def _newest(months: Sequence[MeasuredShare]) -> Result | None:
    last = max((month.period_end for month in months), default=None)
    newest = [month for month in months if month.period_end == last]
    if not newest:
        return None
    return Result(
        period_start=newest[0].period_start,
        period_end=newest[0].period_end,
        share=share_over(newest),
        tickets=sum(month.in_target + month.missed for month in newest),
        snapshots=tuple(dict.fromkeys(month.snapshot for month in newest)),
    )
