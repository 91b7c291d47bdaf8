"""What came, went and changed since the plan in force was last looked at, and how long ago (4.5.2)."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, formatdate, get_datetime, get_fullname, getdate, now_datetime

from sms_iso20000.governance.plan_picture import Live, live_picture
from sms_iso20000.governance.reading import readable_names
from sms_iso20000.rules.drift import Drift, Move, drift_between

PERSONS, DAYS, CHOICES = ("owner",), ("due_on", "ends_on"), ("state", "kind", "operator")


@dataclass(frozen=True)
class Aged:
    """One drift and since when it is there: never before the plan was last looked at."""

    drift: Drift
    since: datetime


def freeze_picture(plan: Document) -> None:
    """Keep with `plan` what it is made for as of now; what is different later is its drift."""
    picture = json.dumps(live_picture(plan.system).picture, ensure_ascii=False, sort_keys=True)
    plan.write_life(issued_picture=picture, picture_taken_on=now_datetime())


def drift_of(plan: Document) -> list[Aged]:
    """What is different from the picture frozen with `plan`; nothing where none was. A fixed number of queries."""
    if not plan.issued_picture or not plan.picture_taken_on:
        return []
    live, taken_on = live_picture(plan.system), get_datetime(plan.picture_taken_on)
    found = drift_between(json.loads(plan.issued_picture), live.picture)
    _note_changes_of_gone(found, live)
    return [Aged(drift, max(_since(drift, live, taken_on), taken_on)) for drift in found]


def drift_until(plan: Document, day: date) -> list[Aged]:
    """The rows of `drift_of` that were there at the end of `day`."""
    return [row for row in drift_of(plan) if getdate(row.since) <= day]


def readable_drift_of(plan: Document) -> list[Aged]:
    """The rows of `drift_of` about records that the signed-in user may read."""
    rows = drift_of(plan)
    readable = {doctype: readable_names(doctype, plan.system) for doctype in {row.drift.record[0] for row in rows}}
    return [row for row in rows if row.drift.record[1] in readable[row.drift.record[0]]]


def not_looked_at(rows: Collection[Aged], grace: int) -> list[Aged]:
    """Those of `rows` that are there for longer than `grace` days."""
    limit = now_datetime() - timedelta(days=cint(grace))
    return [row for row in rows if row.since < limit]


def shown(row: Aged) -> dict:
    """One drift for people: its family, what became of the entry, and each fact before and after, in their language."""
    doctype, name = row.drift.record
    return {
        "family": _families()[row.drift.family],
        "move": row.drift.move.value,
        "doctype": doctype,
        "name": name,
        "title": row.drift.title,
        "since": row.since,
        "changes": [
            {
                "fact": _facts()[change.fact],
                "before": _value(change.fact, change.before),
                "after": _value(change.fact, change.after),
            }
            for change in row.drift.changes
        ],
    }


def _since(drift: Drift, live: Live, taken_on: datetime) -> datetime:
    """What came is as old as its record, or as the last change of a record that was there before."""
    made, changed = live.made.get(drift.record), live.changed.get(drift.record)
    if drift.move is Move.CAME and made and made >= taken_on:
        return made
    return changed or taken_on


def _note_changes_of_gone(found: list[Drift], live: Live) -> None:
    """When those records were last changed that are no longer part of the picture; one query for each record type."""
    gone: dict[str, set[str]] = {}
    for drift in found:
        if drift.record not in live.changed:
            gone.setdefault(drift.record[0], set()).add(drift.record[1])
    for doctype, names in gone.items():
        for row in frappe.get_all(
            doctype, filters={"name": ["in", sorted(names)]}, fields=["name", "modified"], order_by="name asc"
        ):
            live.changed[doctype, row.name] = get_datetime(row.modified)


def _value(fact: str, value: str | list[str]) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if not value:
        return ""
    if fact in PERSONS:
        return get_fullname(value)
    if fact in DAYS:
        return formatdate(value)
    return _(value) if fact in CHOICES else value


def _families() -> dict[str, str]:
    return {
        "services": _("Services"),
        "parties": _("Other Parties"),
        "sites": _("Sites"),
        "obligations": _("Obligations"),
        "objectives": _("Objectives"),
        "risks": _("Risks"),
        "criteria": _("Risk Acceptance Criterion"),
    }


def _facts() -> dict[str, str]:
    return {
        "title": _("Title"),
        "state": _("State"),
        "owner": _("Owner"),
        "sites": _("Sites"),
        "customers": _("Customers"),
        "technology": _("Technology"),
        "customer_sites": _("Sites of Customers"),
        "requirements": _("Requirements"),
        "party": _("Party"),
        "process": _("Process"),
        "kind": _("Kind"),
        "reference": _("Where It Is Written"),
        "ends_on": _("Last Day"),
        "operator": _("Operator"),
        "target": _("Target"),
        "due_on": _("Due On"),
        "score": _("Score"),
        "criterion": _("Risk Acceptance Criterion"),
    }
