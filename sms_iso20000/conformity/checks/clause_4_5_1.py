"""Checks of 4.5.1, scope definition."""

from frappe.utils import getdate

from sms_iso20000.conformity.answers.plan import named, record, review_overdue, without_plan
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.completeness import Record
from sms_iso20000.rules.verdict import Status, Verdict, met, not_met, stale

SERVICE = "ITSM Service"


@check("4.5.1 .1")
def scope_names_unit_and_services(scope: Scope) -> Verdict:
    """The plan in force has a scope statement with unit and services, and names every live service and no retired."""
    if verdict := without_plan(scope):
        return verdict
    about, plan = scope.planning, scope.planning.plan
    if not (plan.organisational_unit and plan.services and plan.scope_statement):
        return not_met("scope_not_stated", [record(scope)], plan=plan.title)
    if missing := about.missing_from_scope("services"):
        services = [(SERVICE, name) for name in missing.values()]
        return not_met("live_services_out_of_scope", [record(scope), *services], names=named(list(missing)))
    if about.retired_in_scope:
        records = [record(scope), *((SERVICE, row.name) for row in about.retired_in_scope)]
        return stale("retired_services_in_scope", records, names=named([row.title for row in about.retired_in_scope]))
    if verdict := review_overdue(scope):
        return verdict
    services = [(SERVICE, row.service) for row in plan.services]
    return met("scope_stated", [record(scope), *services], getdate(plan.last_reviewed_on), total=len(plan.services))


@check("4.5.1 a")
def sites_are_considered(scope: Scope) -> Verdict:
    return _considered(scope, "sites", "sites_out_of_scope", "sites_gone_in_scope", "sites_in_scope")


@check("4.5.1 b")
def customers_are_considered(scope: Scope) -> Verdict:
    """The scope names or excludes the customers of live services, and the sites at which these are served."""
    verdict = _considered(scope, "customers", "customers_out_of_scope", "customers_gone_in_scope", "customers_in_scope")
    if verdict.status not in (Status.MET, Status.STALE):
        return verdict
    if missing := scope.planning.customer_sites_missing:
        return not_met("customer_sites_out_of_scope", _with_services(scope, missing), names=named(list(missing)))
    return verdict


@check("4.5.1 c")
def technology_is_considered(scope: Scope) -> Verdict:
    return _considered(
        scope, "technology", "technology_out_of_scope", "technology_gone_in_scope", "technology_in_scope"
    )


def _considered(scope: Scope, part: str, lacking: str, gone: str, proven: str) -> Verdict:
    """The scope names what live services name in `part`, or excludes it, and nothing that no service has any more."""
    if verdict := without_plan(scope):
        return verdict
    about, plan = scope.planning, scope.planning.plan
    missing = about.missing_from_scope(part)
    if missing:
        return not_met(lacking, _with_services(scope, missing), names=named(list(missing)))
    if not plan.get(part):
        return not_met("part_of_scope_empty", [record(scope)], plan=plan.title)
    if names := about.gone_from_scope(part):
        return stale(gone, [record(scope)], names=named(names))
    if verdict := review_overdue(scope):
        return verdict
    return met(proven, [record(scope)], getdate(plan.last_reviewed_on), total=len(plan.get(part)))


def _with_services(scope: Scope, missing: dict[str, str]) -> list[Record]:
    """The plan, and the services that name what its scope does not; `missing` has one for each name."""
    return [record(scope), *((SERVICE, name) for name in dict.fromkeys(missing.values()))]
