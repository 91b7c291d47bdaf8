"""Values that targets of improvements are measured by: given by hand, or read from snapshots and objectives."""

from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import flt, getdate, today

from sms_iso20000.evidence.measured import shares_in_target
from sms_iso20000.governance.improvements import as_target
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.improvement_target import unmet_measurement
from sms_iso20000.rules.indicators import FROM_SNAPSHOT, in_target
from sms_iso20000.rules.objective import BY_HAND, as_number
from sms_iso20000.rules.unmet import Unmet


def row_named(improvement: Document, name: str) -> Document:
    """The target in the row `name`; raises Refused where there is none."""
    row = next((row for row in improvement.targets if row.name == name), None)
    if row is None:
        refuse(Unmet("target_unknown"))
    return row


def measured_by_hand(row: Document, value: Any, measured_on: Any) -> dict[str, Any]:
    """Value and day as they are kept; raises Refused with every reason against them."""
    day = getdate(measured_on) if measured_on else None
    if unmet := unmet_measurement(as_target(row), value, day, getdate(today())):
        refuse(*unmet)
    return {"value": as_number(value), "measured_on": day, "found_in": ""}


def measured_by_source(row: Document) -> dict[str, Any]:
    """The newest value of the source on or after the day of the target; raises Refused where there is none."""
    found = _of_snapshots(row) if row.source == FROM_SNAPSHOT else _of_objective(row)
    due = getdate(row.measure_on)
    if found is None or found[1] < due:
        refuse(Unmet("no_value_since", {"measure": row.measure, "day": due.isoformat()}))
    value, day, name = found
    return {"value": value, "measured_on": day, "found_in": name}


def record(improvement: Document, row: Document, values: dict[str, Any], remarks: str) -> None:
    """Keep what was measured with the target and in the list of all measurements; saving is left to the caller."""
    is_met = int(in_target(row.operator, flt(row.target), flt(values["value"])))
    row.update({**values, "is_met": is_met})
    improvement.append(
        "measurements",
        {
            "measure": row.measure,
            "dimension": row.dimension,
            "value": values["value"],
            "target": row.target,
            "is_met": is_met,
            "measured_on": values["measured_on"],
            "measured_by": frappe.session.user,
            "remarks": (remarks or "").strip() or values["found_in"],
        },
    )


def is_by_hand(row: Document) -> bool:
    return row.source == BY_HAND


def _of_snapshots(row: Document) -> tuple[float, date, str] | None:
    counted_by = row.dimension_counted or ""
    months = shares_in_target(row.evidence_source, counted_by, (row.dimension_value or "") if counted_by else "")
    return (months[-1].share, months[-1].period_end, months[-1].snapshot) if months else None


def _of_objective(row: Document) -> tuple[float, date, str] | None:
    value, day = frappe.db.get_value("ITSM Objective", row.objective, ["latest_value", "latest_on"])
    return (flt(value), getdate(day), row.objective) if day else None
