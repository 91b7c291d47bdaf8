"""What several checks ask of the risks of a system."""

from frappe.utils import getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


def risks_handled(scope: Scope) -> Verdict:
    """Risks to services are assessed, those above the criterion treated or accepted, all of them reviewed in time."""
    risks = scope.responsibility.risks
    if not any(risk.kind == "Services" for risk in risks):
        return not_evaluable("no_service_risk", [scope.itself])
    unassessed = [risk for risk in risks if not risk.score]
    if unassessed:
        return not_met("risks_not_assessed", _named(unassessed), count=len(unassessed), total=len(risks))
    accepted = _accepted_at_the_top(scope)
    unhandled = [risk for risk in risks if risk.above_criterion and not _is_handled(risk, accepted)]
    if unhandled:
        return not_met("risks_not_handled", _named(unhandled), count=len(unhandled))
    overdue = [risk for risk in risks if risk.overdue]
    if overdue:
        oldest = min(getdate(risk.review_on) for risk in overdue)
        return stale("risk_review_overdue", _named(overdue), oldest, count=len(overdue), due=str(oldest))
    return met("risks_handled", _named(risks), scope.today, total=len(risks))


def _is_handled(risk: dict, accepted: set[str]) -> bool:
    under_treatment = bool(risk.treatment) and risk.state == "Assessed" and not risk.overdue_actions
    return under_treatment or (bool(risk.accepted_by) and risk.name in accepted)


def _accepted_at_the_top(scope: Scope) -> set[str]:
    """Risks that top management accepted last; the criterion may have been another when somebody else did."""
    acceptances = [act for act in scope.responsibility.acts if act.decision == "Risk Accepted"]
    # The newest of each risk comes first and is kept.
    latest = {act.reference_name: act for act in reversed(acceptances)}
    return {name for name, act in latest.items() if act.by_top_management}


def _named(risks: list) -> list[tuple[str, str]]:
    return [("ITSM Risk", risk.name) for risk in risks]


def _named(risks: list) -> list[tuple[str, str]]:
    return [("ITSM Risk", risk.name) for risk in risks]
