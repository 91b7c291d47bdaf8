"""What several checks ask of the service management plan."""

from frappe.utils import getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.completeness import Record
from sms_iso20000.rules.verdict import Verdict, not_evaluable, not_met, stale

PLAN = "ITSM Plan"
NAMED = 5


def record(scope: Scope) -> Record:
    """The plan in force."""
    return PLAN, scope.planning.plan.name


def without_plan(scope: Scope) -> Verdict | None:
    """The answer where no plan is in force: Not evaluable where nobody ever wrote one, else Not met."""
    about = scope.planning
    if about.plan:
        return None
    if not about.plans:
        return not_evaluable("no_plan", [scope.itself])
    return not_met("no_plan_in_force", [(PLAN, name) for name in about.plans])


def review_overdue(scope: Scope) -> Verdict | None:
    """What a plan says is known to be current until its review is due."""
    plan = scope.planning.plan
    if plan.next_review_on and scope.today <= getdate(plan.next_review_on):
        return None
    last, due = getdate(plan.last_reviewed_on or plan.issued_on), getdate(plan.next_review_on or scope.today)
    return stale("plan_review_overdue", [record(scope)], last, last=str(last), due=str(due))


def named(names: list[str]) -> str:
    """The first few, in words."""
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
