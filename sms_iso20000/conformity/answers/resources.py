"""What several checks ask of the resource plan of a system."""

from collections.abc import Collection

from frappe.utils import flt, getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.resource_plan import GIVEN
from sms_iso20000.rules.verdict import Verdict, not_evaluable, not_met, stale

PLAN = "ITSM Resource Plan"
RESOURCES_NAMED = 3


def without_current_plan(scope: Scope) -> Verdict | None:
    """What is wrong where no resource plan is decided for today.

    Not evaluable while there is none, or the first is still to begin; Not met while top management has not decided;
    Stale where the period of the last one is over.
    """
    about = scope.resources
    if about.current_plans:
        return None
    if not about.plans:
        return not_evaluable("no_resource_plan", [scope.itself])
    if not about.decided_plans:
        return not_met("resource_plan_not_decided", plans(about.plans), count=len(about.plans))
    over = [plan for plan in about.decided_plans if getdate(plan.period_end) < scope.today]
    if not over:
        first = min(getdate(plan.period_start) for plan in about.decided_plans)
        return not_evaluable("resource_plan_to_begin", plans(about.decided_plans), due=str(first))
    last = max(getdate(plan.period_end) for plan in over)
    return stale("resource_plan_over", plans(over[:1]), last, last=str(last))


def with_open_gaps(scope: Scope, kinds: Collection[str]) -> Verdict | None:
    """Not met where a resource of `kinds` is short, nothing was granted for it, and no action serves its plan."""
    for plan in scope.resources.current_plans:
        short = [
            line
            for line in plan.lines
            if line.resource_kind in kinds and flt(line.gap) > 0 and line.decision not in GIVEN
        ]
        if short and (PLAN, plan.name) not in scope.resources.acted_on:
            named = ", ".join(line.resource for line in short[:RESOURCES_NAMED])
            more = " …" if len(short) > RESOURCES_NAMED else ""
            return not_met("resource_gaps_left", plans([plan]), count=len(short), resources=named + more)
    return None


def plans(rows: list) -> list[tuple[str, str]]:
    return [(PLAN, row.name) for row in rows]
