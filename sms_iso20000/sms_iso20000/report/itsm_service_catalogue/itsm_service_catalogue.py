from collections import Counter

import frappe
from frappe import _
from frappe.utils import formatdate

from sms_iso20000.governance.language import in_reader_language
from sms_iso20000.governance.service_picture import Card, all_foundations_of
from sms_iso20000.governance.service_register import readable_register_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.refusal import sentence
from sms_iso20000.rules.service import State


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Every service of a system with how it stands and what it lacks (4.1.4 a, 4.5.1).

    Filters: `system` (needed), `state` (all but the retired ones where none is chosen), `owner`, `lacking` (only those
    that lack something), `rests_on` (beneath each service what it rests on).
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(filters), [], _("Choose a system first.")
    require_read("ITSM Service", filters.system)
    states = [State(filters.state)] if filters.state else [state for state in State if state != State.RETIRED]
    rows = [row for row in readable_register_of(filters.system, *states) if _is_wanted(row, filters)]
    beneath = all_foundations_of(rows) if filters.rests_on else {}
    shown = [line for row in rows for line in (_shown(row), *map(_beneath, beneath.get(row.name, ())))]
    return columns(filters), shown, None, _chart(rows) if rows else None, _summary(rows)


def columns(filters: dict) -> list[dict]:
    owner = _("Owner or Party") if filters.rests_on else _("Owner")
    text = {"fieldtype": "Data", "align": "left"}
    return [
        {"fieldname": "title", "label": _("Service"), "width": 240, **text},
        {"fieldname": "code", "label": _("Code"), "width": 90, **text},
        {"fieldname": "state", "label": _("State"), "width": 160, **text},
        {"fieldname": "person", "label": owner, "width": 180, **text},
        {"fieldname": "customers", "label": _("Customers"), "width": 180, **text},
        {"fieldname": "requirements", "label": _("Requirements"), "fieldtype": "Int", "width": 110},
        {"fieldname": "agreement", "label": _("Agreement"), "width": 140, **text},
        {"fieldname": "share", "label": _("In Target"), "fieldtype": "Percent", "width": 100},
        {"fieldname": "month", "label": _("Month"), "width": 100, **text},
        {"fieldname": "missing", "label": _("What Is Wanting"), "width": 420, **text},
        {"fieldname": "is_public", "label": _("Public"), "fieldtype": "Check", "width": 80},
        {"fieldname": "name", "label": _("Record"), "fieldtype": "Link", "options": "ITSM Service", "width": 140},
    ]


def _is_wanted(row: dict, filters: dict) -> bool:
    return (not filters.owner or row.service_owner == filters.owner) and (not filters.lacking or bool(_lacks(row)))


def _lacks(row: dict) -> list:
    """What is retired lacks nothing any more."""
    return [] if row.workflow_state == State.RETIRED else row.unmet


def _shown(row: dict) -> dict:
    """The row in words, so that an export says what the screen does; colours stay beside them."""
    agreed = not row.unmet_agreement
    result = row.result
    return {
        "indent": 0,
        "doctype": "ITSM Service",
        "name": row.name,
        "title": in_reader_language(row),
        "code": row.code,
        "state": _(row.workflow_state),
        "workflow_state": row.workflow_state,
        "person": row.service_owner or "",
        "customers": ", ".join(dict.fromkeys(in_reader_language(line, "customer_name") for line in row.customers)),
        "requirements": len(row.requirements),
        "agreement": _("Holds") if agreed else _("None") if not row.agreements else _("Does Not Hold"),
        "agreement_colour": "green" if agreed else "red",
        "share": result.share if result else None,
        "month": formatdate(result.period_start, "MMM yyyy") if result else _("No Data"),
        "missing": " ".join(map(sentence, _lacks(row))),
        "is_public": row.is_public,
    }


def _beneath(card: Card) -> dict:
    """What a service rests on, beneath it."""
    return {
        "indent": 1,
        "doctype": card.doctype,
        "name": card.name,
        "title": card.title,
        "state": card.word,
        "colour": card.colour,
        "person": card.person,
    }


def _chart(rows: list[dict]) -> dict:
    """How many services are in which state, complete or lacking something."""
    counted = Counter((row.workflow_state, bool(_lacks(row))) for row in rows)
    return {
        "data": {
            "labels": [_(state.value) for state in State],
            "datasets": [
                {"name": _("Complete"), "values": [counted[state.value, False] for state in State]},
                {"name": _("Incomplete"), "values": [counted[state.value, True] for state in State]},
            ],
        },
        "type": "bar",
        "colors": ["#29cd42", "#ffa00a"],
        "barOptions": {"stacked": 1},
    }


def _summary(rows: list[dict]) -> list[dict]:
    live = [row for row in rows if row.workflow_state == State.LIVE]
    lacking, blind = sum(bool(row.unmet) for row in live), sum(row.result is None for row in live)
    return [
        {"label": _("Services"), "value": len(rows), "datatype": "Int", "indicator": "Blue"},
        {"label": _("Live"), "value": len(live), "datatype": "Int", "indicator": "Green"},
        {
            "label": _("Live and Incomplete"),
            "value": lacking,
            "datatype": "Int",
            "indicator": "Red" if lacking else "Green",
        },
        {
            "label": _("Live without Results"),
            "value": blind,
            "datatype": "Int",
            "indicator": "Orange" if blind else "Green",
        },
    ]
