"""What several checks ask of the management reviews of a system."""

from collections.abc import Iterable
from datetime import date

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.governance.actions import ACTION
from sms_iso20000.governance.commitment import TOP_MANAGEMENT
from sms_iso20000.governance.management_reviews import REVIEW
from sms_iso20000.rules.management_review import ACTION as AS_ACTION
from sms_iso20000.rules.management_review import CLASSES, JUDGEMENTS
from sms_iso20000.rules.summary import shortened
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale

COMMENT_WIDTH = 140


def reviews(rows: Iterable[dict]) -> list[tuple[str, str]]:
    return [(REVIEW, row.name) for row in rows]


def actions(rows: Iterable[dict]) -> list[tuple[str, str]]:
    return [(ACTION, row.name) for row in rows]


def interval_start(scope: Scope) -> date:
    """The first day of the interval that ends today."""
    return getdate(add_months(scope.today, -scope.interval("management_review_interval")))


def without_signed(scope: Scope) -> Verdict | None:
    """Nothing can be said before the first review is signed."""
    about = scope.reviews
    if not about.all:
        return not_evaluable("no_management_review", [scope.itself])
    return None if about.newest else not_evaluable("first_management_review_to_come", reviews(about.all))


def too_old(scope: Scope) -> Verdict | None:
    """Stale where the last signed review was held longer ago than the interval."""
    newest = scope.reviews.newest
    if newest.held >= interval_start(scope):
        return None
    months = scope.interval("management_review_interval")
    return stale("management_review_too_old", reviews([newest]), newest.held, last=str(newest.held), months=months)


def without_current(scope: Scope) -> Verdict | None:
    """What is wrong where no review was held and signed within the interval."""
    return without_signed(scope) or too_old(scope)


def unsigned_for_long(scope: Scope) -> Verdict | None:
    """Reviews that were held and whose minutes nobody signed."""
    days = scope.interval("review_escalation")
    waiting = scope.reviews.unsigned(days)
    return not_met("review_not_signed", reviews(waiting), count=len(waiting), days=days) if waiting else None


def off_schedule(scope: Scope) -> Verdict | None:
    """What is wrong with the days on which top management reviews, and with who signed the last review.

    A review whose planned day is over is only late where no other one covers today.
    """
    about = scope.reviews
    if verdict := unsigned_for_long(scope):
        return verdict
    is_covered = about.newest and about.newest.held >= interval_start(scope)
    # The day of the first review binds; of later ones time is left until they are brought before top management.
    days = scope.interval("review_escalation") if about.newest else 0
    overdue = [] if is_covered else about.overdue(days)
    if overdue:
        return not_met("management_review_overdue", reviews(overdue), due=str(overdue[0].planned))
    if verdict := without_current(scope):
        return verdict
    signature = about.signatures.get(about.newest.name)
    if not signature or signature.role != TOP_MANAGEMENT:
        return not_met("review_not_signed_at_the_top", reviews([about.newest]), last=str(about.newest.held))
    return None


def without_judgement(rows: Iterable[dict]) -> list:
    """Those of the signed `rows` that leave a judgement open."""
    return [row for row in rows if not all((row[field] or "").strip() for field in JUDGEMENTS)]


def input_shown(scope: Scope, clause: str) -> Verdict:
    """Whether the last review had the input of `clause` before it; a comment alone says why it had not."""
    if verdict := without_current(scope):
        return verdict
    newest = scope.reviews.newest
    last, record = newest.held, reviews([newest])
    row = scope.reviews.inputs.get(clause)
    if not row:
        return not_met("review_input_missing", record, last, last=str(last))
    if row.has_data:
        return met("review_input_seen", record, last, last=str(last), title=newest.title)
    comment = " ".join((row.comment or "").split())
    if not comment:
        return not_met("review_input_empty", record, last, last=str(last))
    return not_met(
        "review_input_only_explained", record, last, last=str(last), comment=shortened(comment, COMMENT_WIDTH)
    )


def outputs_lacking(scope: Scope) -> Verdict | None:
    """What is wrong with what the last review decided: each class has an output, each action people, day and record."""
    about = scope.reviews
    newest = about.newest
    rows = about.outputs.get(newest.name, [])
    silent = [name for name in CLASSES if not any(row.about == name for row in rows)]
    if silent:
        return not_met("review_outputs_missing", reviews([newest]), count=len(silent), total=len(CLASSES))
    vague = [row for row in rows if row.kind == AS_ACTION and not (row.responsible and row.due_on)]
    if vague:
        return not_met("review_actions_vague", reviews([newest]), count=len(vague))
    known = {row.name for row in about.actions}
    gone = [
        review
        for review in about.signed
        if any(row.kind == AS_ACTION and row.action not in known for row in about.outputs.get(review.name, []))
    ]
    return not_met("review_actions_gone", reviews(gone), count=len(gone)) if gone else None
