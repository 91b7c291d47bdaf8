"""What a service management plan is made for, as it is today: services, parties, duties, objectives, risks (4.5.2)."""

from dataclasses import dataclass, field
from datetime import datetime

import frappe
from frappe.utils import cstr, flt, get_datetime, getdate, today

from sms_iso20000.governance.services import SERVICE, services_of
from sms_iso20000.rules.drift import entry
from sms_iso20000.rules.obligation import is_over
from sms_iso20000.rules.service import IN_USE

Record = tuple[str, str]


@dataclass
class Live:
    """The picture as of today, and when each record in it was made and last changed."""

    picture: dict[str, dict[str, dict]]
    made: dict[Record, datetime] = field(default_factory=dict)
    changed: dict[Record, datetime] = field(default_factory=dict)


def live_picture(system: str) -> Live:
    """What `system` consists of today, by family; the same number of queries however many records there are."""
    live = Live({})
    services = _services(system, live)
    live.picture = {
        "services": services,
        "parties": _parties(system, live),
        "sites": _sites(services),
        "obligations": _obligations(system, live),
        "objectives": _objectives(system, live),
        "risks": _risks(system, live),
        "criteria": _criteria(system, live),
    }
    return live


def _services(system: str, live: Live) -> dict[str, dict]:
    rows = services_of(system, *IN_USE)
    _note(SERVICE, {"name": ["in", [row.name for row in rows]]}, [], live)
    return {
        row.name: entry(
            (SERVICE, row.name),
            row.title,
            title=row.title,
            state=row.workflow_state,
            owner=cstr(row.service_owner),
            sites=_each_once(row.sites, "site"),
            customers=_each_once(row.customers, "customer_name"),
            technology=_each_once(row.technology, "technology"),
            customer_sites=_each_once(row.customers, "customer_site"),
            requirements=_requirements(row.requirements),
        )
        for row in rows
    }


def _sites(services: dict[str, dict]) -> dict[str, dict]:
    """Each site with a service that is delivered from it, which is the record to open."""
    sites: dict[str, dict] = {}
    for service in services.values():
        for site in service["facts"]["sites"]:
            sites.setdefault(site.casefold(), entry(service["record"], site))
    return sites


def _parties(system: str, live: Live) -> dict[str, dict]:
    # By the title that is the same whoever looks, in whatever language.
    processes = dict(
        frappe.get_all(
            "ITSM Process", filters={"system": system}, fields=["name", "title"], as_list=True, order_by="name asc"
        )
    )
    rows = _note(
        "ITSM Arrangement",
        {"system": system, "workflow_state": ["!=", "Ended"]},
        ["title", "party_name", "related_process", "workflow_state"],
        live,
    )
    return {
        row.name: entry(
            ("ITSM Arrangement", row.name),
            row.title,
            title=row.title,
            party=cstr(row.party_name),
            process=cstr(processes.get(row.related_process)),
            state=row.workflow_state,
        )
        for row in rows
    }


def _obligations(system: str, live: Live) -> dict[str, dict]:
    rows = _note(
        "ITSM Obligation",
        {"system": system, "is_active": 1},
        ["title", "kind", "reference", "obligation_owner", "ends_on"],
        live,
    )
    return {
        row.name: entry(
            ("ITSM Obligation", row.name),
            row.title,
            title=row.title,
            kind=row.kind,
            reference=cstr(row.reference),
            owner=cstr(row.obligation_owner),
            ends_on=cstr(row.ends_on),
        )
        for row in rows
        if not is_over(row.ends_on, getdate(today()))
    }


def _objectives(system: str, live: Live) -> dict[str, dict]:
    rows = _note(
        "ITSM Objective",
        {"system": system, "status": "Approved"},
        ["title", "operator", "target", "unit", "due_on", "objective_owner"],
        live,
    )
    return {
        row.name: entry(
            ("ITSM Objective", row.name),
            row.title,
            title=row.title,
            operator=cstr(row.operator),
            target=f"{flt(row.target):g} {cstr(row.unit)}".strip(),
            due_on=cstr(row.due_on),
            owner=cstr(row.objective_owner),
        )
        for row in rows
    }


def _risks(system: str, live: Live) -> dict[str, dict]:
    rows = _note(
        "ITSM Risk",
        {"system": system, "workflow_state": ["!=", "Closed"]},
        ["title", "risk_owner", "score", "residual_score"],
        live,
    )
    return {
        row.name: entry(
            ("ITSM Risk", row.name),
            row.title,
            title=row.title,
            owner=cstr(row.risk_owner),
            score=cstr(row.residual_score or row.score or ""),
        )
        for row in rows
    }


def _criteria(system: str, live: Live) -> dict[str, dict]:
    """By which risks are accepted."""
    rows = _note("ITSM System", {"name": system}, ["risk_acceptance_criterion"], live)
    return {
        row.name: entry(("ITSM System", row.name), row.name, criterion=cstr(row.risk_acceptance_criterion))
        for row in rows
    }


def _note(doctype: str, filters: dict, fields: list[str], live: Live) -> list[frappe._dict]:
    """The records, with their times of making and last change noted in `live`."""
    rows = frappe.get_all(
        doctype, filters=filters, fields=["name", "creation", "modified", *fields], order_by="name asc"
    )
    for row in rows:
        live.made[doctype, row.name] = get_datetime(row.creation)
        live.changed[doctype, row.name] = get_datetime(row.modified)
    return rows


def _each_once(rows: list[dict], column: str) -> list[str]:
    """What a table of a service names in one column, sorted."""
    return sorted({(row[column] or "").strip() for row in rows} - {""})


def _requirements(rows: list[dict]) -> list[str]:
    """What is required of a service, each with its target, sorted."""
    return sorted(": ".join(filter(None, (cstr(row.requirement).strip(), cstr(row.target).strip()))) for row in rows)
