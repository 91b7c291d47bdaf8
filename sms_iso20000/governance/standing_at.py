"""Records as they stood at the end of a day, whatever was decided since (4.5.4.3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.model.base_document import get_controller
from frappe.utils import get_datetime

from sms_iso20000.rules.decision import STAGE_AFTER
from sms_iso20000.rules.schedule import last_months

# Months before the day that are looked at, be the period shorter.
MONTHS = 12


@dataclass(frozen=True)
class Course:
    """`decided` are the decisions of a period on the records of one type that were asked for, the oldest first: on
    what, which and when. `earlier` has the stage at the end of the period of each record that went on since."""

    decided: Sequence[frappe._dict]
    earlier: Mapping[str, str]

    def named(self, *decisions: str) -> list[str]:
        """The records on which one of `decisions` was made in the period, each once."""
        return list(dict.fromkeys(row.reference_name for row in self.made(*decisions)))

    def made(self, *decisions: str) -> list[frappe._dict]:
        return [row for row in self.decided if row.decision in decisions]


def after(day: date) -> date:
    """What is before this was on `day` or earlier."""
    return day + timedelta(days=1)


def course_of(system: str, doctype: str, since: date, until: date, wanted: Collection[str]) -> Course:
    """The decisions among `wanted` from `since` to `until`, and where those left their records on which something was
    decided since; two queries."""
    log, end, stages = frappe.qb.DocType("ITSM Decision"), get_datetime(after(until)), STAGE_AFTER.get(doctype, {})
    query = (
        frappe.qb.from_(log)
        .select(log.reference_name, log.decision, log.decided_on)
        .where((log.system == system) & (log.reference_doctype == doctype))
        .orderby(log.sequence)
    )
    in_period = (log.decided_on >= since) & log.decision.isin([*wanted, ""])
    rows = query.where(in_period | (log.decided_on >= end)).run(as_dict=True)
    moved = {row.reference_name for row in rows if row.decided_on >= end and row.decision in stages}
    before = query.where((log.decided_on < end) & log.reference_name.isin([*moved, ""])).run(as_dict=True)
    earlier = dict.fromkeys(moved, get_controller(doctype).first_stage)
    earlier |= {row.reference_name: stages[row.decision] for row in before if row.decision in stages}
    return Course([row for row in rows if row.decided_on < end], earlier)


def records_at(
    doctype: str,
    system: str,
    since: date,
    until: date,
    fields: Collection[str],
    *,
    wanted: Collection[str] = (),
    settled: Collection[str] = (),
    filters: Sequence[Sequence[Any]] = (),
    began: str = "creation",
) -> tuple[list[frappe._dict], Course]:
    """The records of `system` that were there at the end of `until`, the oldest first, each with its `stage` then;
    the other fields are as of today. With the course of the period from `since`; three queries.

    What is in one of the `settled` stages, and was not touched since the months that are looked at began, is left
    out. `began` is the field that says since when a record is there; where it is empty, all are taken.
    """
    field, course = get_controller(doctype).stage_field, course_of(system, doctype, since, until, wanted)
    there = [[began, "<", after(until)]] if began else []
    window = min(since, last_months(until, MONTHS)[0])
    rows = frappe.get_all(
        doctype,
        filters=[["system", "=", system], *there, *filters],
        or_filters=[[field, "not in", list(settled)], ["modified", ">=", window]] if settled else None,
        fields=[*dict.fromkeys(("name", "creation", field, *fields))],
        order_by="creation asc, name asc",
    )
    for row in rows:
        row.stage = course.earlier.get(row.name, row[field])
    return rows, course


def is_used(doctype: str, system: str, until: date, began: str = "creation", **filters: Any) -> bool:
    """Whether any record of `system` was there at the end of `until`; one query."""
    return bool(frappe.db.exists(doctype, {"system": system, began: ["<", after(until)], **filters}))
