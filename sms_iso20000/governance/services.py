"""Services of the catalogue as plain rows: what checks, registers and the plan read of them (4.1.4 a, 4.5.1)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from sms_iso20000.governance.arrangements import owners_in_place, standings_of
from sms_iso20000.rules.service import Service, State, is_stated
from sms_iso20000.rules.standing import Standing

SERVICE, PROCESS = "ITSM Service", "ITSM Process"
FIELDS = (
    *("name", "title", "title_zh", "code", "workflow_state", "service_owner", "is_public"),
    *("description", "description_zh", "service_hours", "service_hours_zh", "how_to_order", "how_to_order_zh"),
    *("names_in_tickets", "live_since", "retired_on"),
)
# The tables of a service and the columns that are read of each.
TABLES = {
    "requirements": (
        "ITSM Service Requirement",
        ("requirement", "requirement_zh", "source", "reference", "target", "target_zh"),
    ),
    "agreements": ("ITSM Service Agreement", ("agreement_type", "agreement", "customer_name")),
    "customers": (
        "ITSM Service Customer",
        ("customer_type", "customer", "customer_name", "customer_name_zh", "customer_site", "customer_site_zh"),
    ),
    "sites": ("ITSM Service Site", ("site", "site_zh")),
    "technology": ("ITSM Service Technology", ("technology", "technology_zh", "asset")),
    "foundations": ("ITSM Service Foundation", ("foundation_type", "foundation", "contribution")),
}


def services_of(system: str, *states: State) -> list[frappe._dict]:
    """The services of `system`, or those in one of `states`, by title; whatever their number, one query and one for
    each of the `TABLES`.

    Each row has the `FIELDS`, and under the name of each table its rows in order. Nothing is checked of who reads.
    """
    rows = frappe.get_all(
        SERVICE,
        filters={"system": system, **({"workflow_state": ["in", [state.value for state in states]]} if states else {})},
        fields=list(FIELDS),
        order_by="title asc, name asc",
    )
    for table, of_service in tables_of([row.name for row in rows]).items():
        for row in rows:
            row[table] = of_service[row.name]
    return rows


def live_services_of(system: str) -> list[frappe._dict]:
    """The services of `system` that customers use today."""
    return services_of(system, State.LIVE)


def services_without_requirements(system: str) -> list[frappe._dict]:
    """Live services of `system` for which no requirement with a target or a reference is on record (4.5.2 b)."""
    return [row for row in live_services_of(system) if not any(map(is_stated, row.requirements))]


def tables_of(names: Collection[str]) -> dict[str, dict[str, list[frappe._dict]]]:
    """The rows of each table by service, one query for each table."""
    found: dict[str, dict[str, list]] = {table: defaultdict(list) for table in TABLES}
    for table, (doctype, columns) in TABLES.items():
        rows = frappe.get_all(
            doctype,
            filters={"parenttype": SERVICE, "parentfield": table, "parent": ["in", sorted(names)]},
            fields=["parent", *columns],
            order_by="parent asc, idx asc",
        )
        for row in rows:
            found[table][row.parent].append(row)
    return found


def facts_of(service: Document) -> Service:
    """The service as its record gives it, saved or not."""
    return facts_of_rows([service])[0]


def facts_of_rows(services: Sequence[Mapping[str, Any]]) -> list[Service]:
    """Facts of services, rows as `services_of` answers them or documents, in their order.

    The same number of queries however many there are, and one for each record type of their agreements.
    """
    standings = standings_of(named for service in services for named in agreements_of(service))
    in_place = owners_in_place({service.get("service_owner") for service in services if service.get("service_owner")})
    return [_facts(service, standings, in_place) for service in services]


def agreements_of(service: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Record type and name of each agreement of a service."""
    named = ((row.get("agreement_type"), row.get("agreement")) for row in service.get("agreements"))
    return [reference for reference in named if all(reference)]


def resting_on(service: str, *states: State) -> list[str]:
    """Names of the services in one of `states` that rest on `service`."""
    rows, services = frappe.qb.DocType("ITSM Service Foundation"), frappe.qb.DocType(SERVICE)
    found = (
        frappe.qb.from_(rows)
        .join(services)
        .on(services.name == rows.parent)
        .select(services.name)
        .distinct()
        .where(rows.parenttype == SERVICE)
        .where(rows.foundation_type == SERVICE)
        .where(rows.foundation == service)
        .where(services.workflow_state.isin([state.value for state in states or State]))
        .orderby(services.name)
        .run()
    )
    return [name for (name,) in found]


def _facts(service: Mapping[str, Any], standings: dict, in_place: Collection[str]) -> Service:
    return Service(
        has_owner=bool(service.get("service_owner")),
        is_owner_in_place=service.get("service_owner") in in_place,
        has_description=bool((service.get("description") or "").strip()),
        customers=len(service.get("customers")),
        requirements=len(service.get("requirements")),
        stated=sum(map(is_stated, service.get("requirements"))),
        agreements=tuple(standings.get(named, Standing.GONE) for named in agreements_of(service)),
        sites=len(service.get("sites")),
        processes=sum(row.get("foundation_type") == PROCESS for row in service.get("foundations")),
    )
