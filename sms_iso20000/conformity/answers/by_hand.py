"""What a requirement is worth whose only proof is evidence recorded by hand."""

from frappe.utils import getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Status, Verdict, met, not_evaluable, not_met, stale


def by_hand(scope: Scope, clause: str) -> Verdict:
    """The newest confirmed evidence for `clause` decides: a gap is Not met, what has run out is Stale."""
    rows = scope.responsibility.by_hand.get(clause, [])
    confirmed = sorted(
        (row for row in rows if row.status == "Confirmed"), key=lambda row: getdate(row.evidence_date), reverse=True
    )
    if not confirmed:
        drafts = [("ITSM Evidence", row.name) for row in rows if row.status == "Draft"]
        if drafts:
            return not_met("by_hand_not_confirmed", drafts, count=len(drafts))
        return not_evaluable("nothing_by_hand", [scope.itself])
    newest = confirmed[0]
    record = [("ITSM Evidence", newest.name)]
    last, due = getdate(newest.evidence_date), getdate(newest.valid_until)
    values = {"title": newest.title, "person": newest.confirmed_by, "due": str(due)}
    if newest.finding == "Shows a Gap":
        return not_met("by_hand_gap", record, last, title=newest.title, person=newest.confirmed_by)
    if due < scope.today:
        return stale("by_hand_expired", record, last, title=newest.title, due=str(due))
    return met("shown_by_hand", record, last, **values)


def review_by_hand(scope: Scope, clause: str) -> Verdict:
    """What `clause` asks of management reviews: the app keeps no records of them, evidence by hand shows it."""
    verdict = by_hand(scope, clause)
    if verdict.status is Status.NOT_EVALUABLE:
        return not_evaluable("management_review_not_by_hand", [scope.itself], clause=clause)
    return verdict
