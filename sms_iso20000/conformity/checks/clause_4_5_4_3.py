"""Checks of 4.5.4.3: top management reviews on schedule, on every input, with outputs that are followed."""

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.answers.management_reviews import (
    actions,
    input_shown,
    off_schedule,
    outputs_lacking,
    reviews,
    too_old,
    unsigned_for_long,
    without_judgement,
    without_signed,
)
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.action import Status, is_overdue, is_settled
from sms_iso20000.rules.verdict import Verdict, met, not_met, stale


@check("4.5.4.3 .1")
def top_management_reviews_on_schedule(scope: Scope) -> Verdict:
    """The last review was held within the interval and signed at the top, with a judgement on all it is to judge."""
    if verdict := off_schedule(scope):
        return verdict
    about = scope.reviews
    newest = about.newest
    if without_judgement([newest]):
        return not_met("review_judgement_open", reviews([newest]), newest.held, last=str(newest.held))
    person = about.signatures[newest.name].decided_by_name
    return met("reviewed_on_schedule", reviews([newest]), newest.held, last=str(newest.held), person=person)


@check("4.5.4.3 a")
def customer_feedback_is_seen(scope: Scope) -> Verdict:
    """What customers say of the services."""
    return input_shown(scope, "4.5.4.3 a")


@check("4.5.4.3 b")
def performance_is_seen(scope: Scope) -> Verdict:
    """How services and processes perform, and how far they keep to what is required."""
    return input_shown(scope, "4.5.4.3 b")


@check("4.5.4.3 c")
def resources_are_seen(scope: Scope) -> Verdict:
    """Resources now, and those to come."""
    return input_shown(scope, "4.5.4.3 c")


@check("4.5.4.3 d")
def capabilities_are_seen(scope: Scope) -> Verdict:
    """What people and technology are able to do."""
    return input_shown(scope, "4.5.4.3 d")


@check("4.5.4.3 e")
def risks_are_seen(scope: Scope) -> Verdict:
    """Risks, and how they have moved."""
    return input_shown(scope, "4.5.4.3 e")


@check("4.5.4.3 f")
def audits_are_seen(scope: Scope) -> Verdict:
    """What audits found, and what came of it."""
    return input_shown(scope, "4.5.4.3 f")


@check("4.5.4.3 g")
def earlier_reviews_are_seen(scope: Scope) -> Verdict:
    """What earlier reviews decided, and what came of it."""
    return input_shown(scope, "4.5.4.3 g")


@check("4.5.4.3 h")
def actions_are_seen(scope: Scope) -> Verdict:
    """How far corrective and preventive actions have come."""
    return input_shown(scope, "4.5.4.3 h")


@check("4.5.4.3 i")
def changes_are_seen(scope: Scope) -> Verdict:
    """What is about to change."""
    return input_shown(scope, "4.5.4.3 i")


@check("4.5.4.3 j")
def opportunities_are_seen(scope: Scope) -> Verdict:
    """What could be improved."""
    return input_shown(scope, "4.5.4.3 j")


@check("4.5.4.3 .2")
def records_of_reviews_are_kept(scope: Scope) -> Verdict:
    """Each review of the certification cycle is as its chair signed it, inputs and attendance included."""
    if verdict := unsigned_for_long(scope) or without_signed(scope):
        return verdict
    about, months = scope.reviews, scope.interval("audit_cycle")
    kept = about.signed_since(getdate(add_months(scope.today, -months)))
    if not kept:
        last = about.newest.held
        return stale("no_review_in_cycle", reviews([about.newest]), last, last=str(last), months=months)
    changed = about.not_as_sealed(kept)
    if changed:
        return not_met("reviews_not_as_sealed", reviews(changed), count=len(changed), total=len(kept))
    return met("review_records_kept", reviews(kept), kept[-1].held, total=len(kept), months=months)


@check("4.5.4.3 .3")
def outputs_are_followed(scope: Scope) -> Verdict:
    """The last review decided on all three classes, and no action of any review is late."""
    if verdict := without_signed(scope):
        return verdict
    about = scope.reviews
    late = [row for row in about.actions if is_overdue(row.status, getdate(row.due_on), scope.today)]
    if late:
        due = min(getdate(row.due_on) for row in late)
        return not_met("review_actions_overdue", actions(late), due, count=len(late), due=str(due))
    if verdict := outputs_lacking(scope) or too_old(scope):
        return verdict
    given_up = [row for row in about.actions if row.status == Status.CANCELLED]
    done = [row for row in about.actions if row not in given_up and is_settled(row.kind, row.status)]
    return met(
        "review_outputs_followed",
        [*reviews([about.newest]), *actions(about.actions)],
        about.newest.held,
        last=str(about.newest.held),
        done=len(done),
        open=len(about.actions) - len(done) - len(given_up),
        cancelled=len(given_up),
    )
