"""Records as they stood at the end of a day, whatever was decided since (4.5.4.3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.model.base_document import get_controller

from sms_iso20000.rules.decision import STAGE_AFTER


@dataclass(frozen=True)
class Course:
    """`decided` are the decisions of a period on the records of one type, the oldest first: on what, which, when and
    why. `earlier` has the stage at the end of the period of each record whose stage was changed since."""

    decided: Sequence[frappe._dict]
    earlier: Mapping[str, str]

    def named(self, *decisions: str) -> list[str]:
        """The records on which one of `decisions` was made in the period, each once."""
        return list(dict.fromkeys(row.reference_name for row in self.decided if row.decision in decisions))

    def made(self, *decisions: str) -> list[frappe._dict]:
        return [row for row in self.decided if row.decision in decisions]


def after(day: date) -> date:
    """What is before this was on `day` or earlier."""
    return day + timedelta(days=1)


def course_of(system: str, doctype: str, since: date, until: date) -> Course:
    """What was decided from `since` to `until`, and where it left what went on since; two queries."""
    rows = _decisions(system, doctype, [["decided_on", ">=", since]])
    end, stages = frappe.utils.get_datetime(after(until)), STAGE_AFTER.get(doctype, {})
    moved = {row.reference_name for row in rows if row.decided_on >= end and row.decision in stages}
    before = _decisions(system, doctype, [["decided_on", "<", after(until)], ["reference_name", "in", sorted(moved)]])
    earlier = dict.fromkeys(moved, get_controller(doctype).first_stage)
    earlier |= {row.reference_name: stages[row.decision] for row in before if row.decision in stages}
    return Course([row for row in rows if row.decided_on < end], earlier)


def records_at(
    doctype: str,
    system: str,
    since: date,
    until: date,
    fields: Collection[str],
    filters: Sequence[Sequence[Any]] = (),
    began: str = "creation",
) -> tuple[list[frappe._dict], Course]:
    """The records of `system` that were there at the end of `until`, the oldest first, each with its `stage` then;
    the other fields are as of today. With the course of the period from `since`; three queries.

    `began` is the field that says since when a record is there; where it is empty, all are taken.
    """
    field, course = get_controller(doctype).stage_field, course_of(system, doctype, since, until)
    there = [[began, "<", after(until)]] if began else []
    rows = frappe.get_all(
        doctype,
        filters=[["system", "=", system], *there, *filters],
        fields=[*dict.fromkeys(("name", "creation", field, *fields))],
        order_by="creation asc, name asc",
    )
    for row in rows:
        row.stage = course.earlier.get(row.name, row[field])
    return rows, course


def _decisions(system: str, doctype: str, filters: Sequence[Sequence[Any]]) -> list[frappe._dict]:
    return frappe.get_all(
        "ITSM Decision",
        filters=[["system", "=", system], ["reference_doctype", "=", doctype], *filters],
        fields=["reference_name", "decision", "decided_on", "reason"],
        order_by="sequence asc",
    )
