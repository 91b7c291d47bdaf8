"""Whether the people of an audit are independent of what they audit (4.5.4.2)."""

from collections.abc import Collection
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import add_months, cint, getdate, today

from sms_iso20000.governance.audit_ground import Ground, ground_of
from sms_iso20000.governance.stakes import stakes_of
from sms_iso20000.integrations.people import lines_around
from sms_iso20000.rules.audit_waiver import Stage
from sms_iso20000.rules.independence import OWNER_FIELDS, Conflict, Line, Stake, conflicts_of, uncovered

WAIVER, WAIVED = "ITSM Audit Waiver", "ITSM Audit Waiver Conflict"


def lookback_of(system: str) -> date:
    """From which day on what people did counts."""
    months = cint(frappe.db.get_value("ITSM System", system, "independence_lookback"))
    return getdate(add_months(today(), -months))


def conflicts_in(audit: Document, people: Collection[str]) -> list[Conflict]:
    """All that keeps `people` from auditing in `audit`, waived or not; a fixed number of queries."""
    people = set(people) - {"", None}
    if not people:
        return []
    lines = lines_around(people)
    around = {person for line in lines for person in line}
    stakes = stakes_of(people | around, ground_of(audit), lookback_of(audit.system))
    return conflicts_of(people, stakes, lines)


def unwaived(audit: Document, conflicts: Collection[Conflict]) -> list[Conflict]:
    """Those of `conflicts` that no confirmed waiver for this audit and this auditor covers."""
    return uncovered(conflicts, waived_in(audit.name) if conflicts and audit.name else ())


def waived_in(audit: str) -> set[Conflict]:
    """The stakes that confirmed waivers of an audit were given in knowledge of."""
    auditors = dict(
        frappe.get_all(
            WAIVER,
            filters={"audit": audit, "status": Stage.CONFIRMED.value},
            fields=["name", "auditor"],
            as_list=True,
            order_by="name asc",
        )
    )
    rows = frappe.get_all(
        WAIVED,
        filters={"parenttype": WAIVER, "parent": ["in", list(auditors)]},
        fields=["parent", "code", "record_type", "record", "through"],
        order_by="parent asc, idx asc",
    )
    return {Conflict(auditors[row.parent], row.code, row.record_type, row.record, row.through or "") for row in rows}


def stakes_in_records(system: str, person: str, records: Collection[tuple[str, str]]) -> tuple[set[Stake], set[Line]]:
    """The stakes of `person` in the records that a waiver is about, and the lines they stand in."""
    by_type: dict[str, set[str]] = {}
    for doctype, name in records:
        by_type.setdefault(doctype, set()).add(name)
    subjects = {doctype: names for doctype, names in by_type.items() if doctype in OWNER_FIELDS}
    ground = Ground(system, subjects, by_type)
    return stakes_of({person}, ground, lookback_of(system)), lines_around({person})
