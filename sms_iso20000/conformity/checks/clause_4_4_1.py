"""Checks of 4.4.1, provision of resources."""

from frappe.utils import getdate

from sms_iso20000.conformity.answers.resources import plans, with_open_gaps, without_current_plan
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.resource_plan import GIVEN, KINDS
from sms_iso20000.rules.verdict import Verdict, met, not_met


@check("4.4.1 a")
def resources_determined(scope: Scope) -> Verdict:
    """Top management decided on a plan of today that has people, technology, information and money, and what is missing
    of them was granted or is dealt with."""
    if verdict := without_current_plan(scope):
        return verdict
    current = scope.resources.current_plans
    planned = {line.resource_kind for plan in current for line in plan.lines}
    if missing := [kind for kind in KINDS if kind not in planned]:
        return not_met("resource_kinds_missing", plans(current), kinds=missing)
    if verdict := with_open_gaps(scope, KINDS):
        return verdict
    decided_on = max(getdate(plan.decided_on) for plan in current)
    count = sum(len(plan.lines) for plan in current)
    return met("resources_determined", plans(current), decided_on, count=count, last=str(decided_on))


@check("4.4.1 b")
def satisfaction_is_resourced(scope: Scope) -> Verdict:
    """Something was granted so that the customers of a service are better content."""
    if verdict := without_current_plan(scope):
        return verdict
    current = scope.resources.current_plans
    meant = [line for plan in current for line in plan.lines if line.raises_satisfaction]
    if not meant:
        return not_met("nothing_for_satisfaction", plans(current))
    granted = [line for line in meant if line.service and line.decision in GIVEN]
    if not granted:
        return not_met("satisfaction_not_granted", plans(current), count=len(meant))
    services = [("ITSM Service", name) for name in dict.fromkeys(line.service for line in granted)]
    decided_on = max(getdate(plan.decided_on) for plan in current)
    named = ", ".join(line.resource for line in granted)
    return met("satisfaction_granted", [*plans(current), *services], decided_on, resources=named)
