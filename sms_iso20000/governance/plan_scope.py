"""The scope of the service management plan: what its draft names, and what the chosen services bring along (4.5.1)."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document

from sms_iso20000.governance.arrangements import owners_in_place
from sms_iso20000.governance.language import language_read
from sms_iso20000.governance.services import tables_of
from sms_iso20000.rules.plan import (
    Exclusion,
    ScopedService,
    ScopeParts,
    unmet_contradictions,
    unmet_exclusions,
    unmet_parts,
    unmet_services,
    unmet_twice,
)
from sms_iso20000.rules.scope_statement import (
    Named,
    PlanScope,
    statement_in_chinese,
    statement_in_english,
)
from sms_iso20000.rules.unmet import Unmet

# What tells one row of the plan's tables from another; services have tables of the same names. Each column has a
# neighbour with the same in Chinese.
KEYS = {"sites": ("site",), "customers": ("customer_name", "customer_site"), "technology": ("technology",)}


def compose_statement(plan: Document) -> None:
    """Write the scope statement of `plan` in both languages."""
    scope = scope_of(plan)
    plan.scope_statement, plan.scope_statement_zh = statement_in_english(scope), statement_in_chinese(scope)


def scope_of(plan: Document) -> PlanScope:
    """The scope as the record gives it, saved or not, with the services as their records are called."""
    titles = {row.name: Named(row.title or "", row.title_zh or "") for row in services_named(_services(plan))}
    return PlanScope(
        unit=Named(plan.organisational_unit or "", plan.organisational_unit_zh or ""),
        services=tuple(titles[name] for name in _services(plan) if name in titles),
        sites=_named(plan.sites, "site"),
        customers=tuple(
            (Named(row.customer_name or "", row.customer_name_zh or ""), _name(row, "customer_site"))
            for row in plan.customers
        ),
        technology=_named(plan.technology, "technology"),
        excluded=_named(plan.exclusions, "excluded"),
    )


def named_in_scope(plan: Document, part: str) -> set[str]:
    """What `part` of the scope names, in either language, without capitals; services by the name of their record."""
    column = {
        "services": "service",
        "sites": "site",
        "customers": "customer_name",
        "technology": "technology",
        "exclusions": "excluded",
    }[part]
    names = [row.get(field) for row in plan.get(part) for field in (column, f"{column}_zh")]
    return {name.strip().casefold() for name in names if name and name.strip()}


def customer_sites_in_scope(plan: Document) -> set[tuple[str, str]]:
    """Each customer of the scope with each site that it names of them, in either language, without capitals."""
    return {
        (name.strip().casefold(), site.strip().casefold())
        for row in plan.customers
        for name in (row.customer_name, row.customer_name_zh)
        for site in (row.customer_site, row.customer_site_zh)
        if name and site
    }


def titles_of_services(plan: Document) -> list[str]:
    """The services of the plan as they are called today, in the reader's language, in the order of the plan."""
    is_chinese = language_read() == "zh"
    return [name.in_chinese if is_chinese else name.in_english for name in scope_of(plan).services]


def services_named(names: Collection[str]) -> list[frappe._dict]:
    """The services `names` as they are today."""
    return frappe.get_all(
        "ITSM Service",
        filters={"name": ["in", sorted(names)]},
        fields=["name", "system", "title", "title_zh", "workflow_state", "service_owner"],
        order_by="name asc",
    )


def unmet_scope(plan: Document, earlier: Document | None) -> list[Unmet]:
    """Why a draft cannot be kept with this scope. Services that `earlier` names already are let be until the draft is
    submitted for review."""
    known = set(_services(earlier)) if earlier else set()
    unmet = unmet_services(_scoped(set(_services(plan)) - known), plan.system)
    unmet += unmet_twice(_label(plan, "services"), [(title,) for title in _titles(plan)])
    for table, columns in KEYS.items():
        rows = [tuple(row.get(column) or "" for column in columns) for row in plan.get(table)]
        unmet += unmet_twice(_label(plan, table), rows)
    unmet += unmet_twice(_label(plan, "exclusions"), [(row.excluded or "",) for row in plan.exclusions])
    return unmet + _unmet_exclusions(plan)


def unmet_complete_scope(plan: Document) -> list[Unmet]:
    """What stands against taking the scope any further than a draft."""
    parts = ScopeParts(
        has_unit=bool((plan.organisational_unit or "").strip()),
        services=len(plan.services),
        sites=len(plan.sites),
        customers=len(plan.customers),
        technology=len(plan.technology),
    )
    return unmet_parts(parts) + unmet_services(_scoped(_services(plan)), plan.system) + _unmet_exclusions(plan)


def unmet_statement(plan: Document) -> list[Unmet]:
    """The statement that is sealed is the one composed of the scope: a service may be called otherwise by now."""
    scope = scope_of(plan)
    composed = (statement_in_english(scope), statement_in_chinese(scope))
    is_current = composed == (plan.scope_statement or "", plan.scope_statement_zh or "")
    return [] if is_current else [Unmet("scope_statement_outdated")]


def fill_from_services(plan: Document) -> None:
    """Add to the draft what its services and its system name and it lacks; nothing that is there is changed."""
    unit, unit_zh = frappe.db.get_value("ITSM System", plan.system, ["organisational_unit", "organisational_unit_zh"])
    if not (plan.organisational_unit or "").strip():
        plan.organisational_unit = unit
    if plan.organisational_unit == unit and not (plan.organisational_unit_zh or "").strip():
        plan.organisational_unit_zh = unit_zh
    of_services = tables_of(_services(plan))
    for table, columns in KEYS.items():
        there = {_key(row, table) for row in plan.get(table)}
        for service in _services(plan):
            for row in of_services[table][service]:
                if _key(row, table) not in there:
                    there.add(_key(row, table))
                    plan.append(table, {name: row[name] for column in columns for name in (column, f"{column}_zh")})


def _scoped(names: Collection[str]) -> list[ScopedService]:
    rows = services_named(names)
    in_place = owners_in_place({row.service_owner for row in rows if row.service_owner})
    return [
        ScopedService(row.name, row.title, row.system, row.workflow_state or "", row.service_owner in in_place)
        for row in rows
    ]


def _services(plan: Document) -> list[str]:
    return [row.service for row in plan.services if row.service]


def _titles(plan: Document) -> list[str]:
    titles = {row.name: row.title for row in services_named(_services(plan))}
    return [titles.get(name, name) for name in _services(plan)]


def _unmet_exclusions(plan: Document) -> list[Unmet]:
    exclusions = [Exclusion(row.excluded or "", row.reason or "") for row in plan.exclusions]
    named = {title.strip().casefold() for title in _titles(plan)}.union(
        *(named_in_scope(plan, part) for part in ("sites", "customers", "technology"))
    )
    return unmet_exclusions(exclusions) + unmet_contradictions(exclusions, named)


def _key(row: dict, table: str) -> tuple[str, ...]:
    return tuple((row.get(column) or "").strip().casefold() for column in KEYS[table])


def _named(rows: list, column: str) -> tuple[Named, ...]:
    return tuple(_name(row, column) for row in rows)


def _name(row: dict, column: str) -> Named:
    return Named(row.get(column) or "", row.get(f"{column}_zh") or "")


def _label(plan: Document, field: str) -> str:
    return _(plan.meta.get_label(field))
