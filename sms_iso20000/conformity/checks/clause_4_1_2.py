"""Checks of 4.1.2, service management policy."""

from frappe.utils import getdate

from sms_iso20000.conformity.answers.approval import Flaw, approval_of
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


@check("4.1.2 a")
def policy_fits_purpose(scope: Scope) -> Verdict:
    """The policy says how it fits the purpose, and a member of top management approved that statement."""
    return _approved_statement(scope, "fitness_for_purpose", "policy_fits_purpose", "policy_fitness_missing")


@check("4.1.2 b")
def policy_commits_to_requirements(scope: Scope) -> Verdict:
    return _approved_statement(
        scope, "commitment_to_requirements", "policy_commits_to_requirements", "policy_commitment_b_missing"
    )


@check("4.1.2 c")
def policy_commits_to_improvement(scope: Scope) -> Verdict:
    return _approved_statement(
        scope, "commitment_to_improvement", "policy_commits_to_improvement", "policy_commitment_c_missing"
    )


@check("4.1.2 d")
def policy_frames_objectives(scope: Scope) -> Verdict:
    return _approved_statement(scope, "objectives_framework", "policy_frames_objectives", "policy_frame_missing")


@check("4.1.2 e")
def policy_understood(scope: Scope) -> Verdict:
    """Share of the audience that acknowledged the revision in force; the shortest proof an auditor asks for."""
    policy = scope.policy
    if not policy:
        return not_met("no_policy_in_force", [scope.itself])
    asked = scope.acknowledgements
    if not asked:
        return not_evaluable("nobody_was_asked", [(policy.doctype, policy.name)], policy=policy.title)
    open_ones = [("ITSM Acknowledgement", row.name) for row in asked if row.status == "Open"]
    done = len(asked) - len(open_ones)
    share = round(100 * done / len(asked), 1)
    values = {"done": done, "asked": len(asked), "share": share, "threshold": scope.acknowledgement_threshold}
    if share < scope.acknowledgement_threshold:
        return not_met("acknowledgements_open", open_ones, getdate(policy.issued_on), **values)
    last = max(getdate(row.acknowledged_on) for row in asked if row.acknowledged_on)
    if verdict := _review_overdue(scope):
        return verdict
    return met("acknowledged", [(policy.doctype, policy.name)], last, **values)


@check("4.1.2 f")
def policy_reviewed(scope: Scope) -> Verdict:
    """The policy in force was issued, or reviewed without change, within the review interval."""
    policy = scope.policy
    if not policy:
        return not_met("no_policy_in_force", [scope.itself])
    record, last = [(policy.doctype, policy.name)], policy.last_reviewed_on
    if not last or not policy.next_review_on:
        return not_evaluable("policy_review_not_recorded", record, policy=policy.title)
    if verdict := _review_overdue(scope):
        return verdict
    values = {"last": str(getdate(last)), "due": str(getdate(policy.next_review_on))}
    return met("policy_reviewed", record, getdate(last), **values)


def _review_overdue(scope: Scope) -> Verdict | None:
    """What a policy says, and what people acknowledged, is known to be current until its review is due."""
    policy = scope.policy
    if not policy.next_review_on or scope.today <= getdate(policy.next_review_on):
        return None
    last, due = getdate(policy.last_reviewed_on), getdate(policy.next_review_on)
    return stale("policy_review_overdue", [(policy.doctype, policy.name)], last, last=str(last), due=str(due))


def _approved_statement(scope: Scope, field: str, proven: str, missing: str) -> Verdict:
    """The statement stands in the policy in force, unchanged since top management approved it."""
    policy = scope.policy
    if not policy:
        return not_met("no_policy_in_force", [scope.itself])
    if not scope.top_management:
        return not_evaluable("nobody_can_approve", [scope.itself])
    record = (policy.doctype, policy.name)
    if not (policy.get(field) or "").strip():
        return not_met(missing, [record], policy=policy.title)
    approval, flaw = approval_of(scope, policy)
    if flaw is Flaw.NOT_RECORDED:
        return not_met("policy_approval_not_recorded", [record], policy=policy.title)
    if flaw is Flaw.CHANGED_SINCE:
        return not_met("policy_changed_after_approval", [record, ("ITSM Decision", approval.name)], policy=policy.title)
    if flaw is Flaw.NOT_BY_TOP_MANAGEMENT:
        return not_met("policy_not_approved_by_top_management", [record], user=approval.decided_by)
    if verdict := _review_overdue(scope):
        return verdict
    return met(
        proven,
        [record, ("ITSM Decision", approval.name)],
        getdate(policy.approved_on),
        policy=policy.title,
        revision=policy.revision,
        user=approval.decided_by,
    )
