"""Reviews of arrangements with other parties: what they are of, what approval needs, and what follows (4.2 c, d)."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, today

from sms_iso20000.governance.arrangement_results import is_outdated, period_of, result_of
from sms_iso20000.governance.arrangements import next_review_after
from sms_iso20000.rules.arrangement_review import (
    Actor,
    Answer,
    Improvement,
    Review,
    Stage,
    proposed_period,
    unmet_arrangement,
    unmet_due_dates,
    unmet_for_approval,
)
from sms_iso20000.rules.objective import BY_HAND, as_number
from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.unmet import Unmet

ARRANGEMENT, REVIEW = "ITSM Arrangement", "ITSM Arrangement Review"


# -- what is reviewed ------------------------------------------------------------------------------------------------


def next_period(arrangement: Document) -> Period:
    """The period that the next review of `arrangement` is proposed to be of."""
    last_reviewed_on = getdate(arrangement.last_reviewed_on) if arrangement.last_reviewed_on else None
    began_on = arrangement.starts_on or arrangement.activated_on
    return proposed_period(last_reviewed_on, getdate(began_on) if began_on else None, getdate(today()))


def periods_of_others(review: Document) -> dict[str, Period]:
    """The periods of the other reviews of the same arrangement, by name.

    Until the end of the transaction nobody else gets to ask: of two that would overlap the second is refused.
    """
    queue_up(review.arrangement)
    reviews = frappe.qb.DocType(REVIEW)
    rows = (
        frappe.qb.from_(reviews)
        .select(reviews.name, reviews.period_start, reviews.period_end)
        .where((reviews.arrangement == review.arrangement) & (reviews.name != (review.name or "")))
        .orderby(reviews.period_start)
        # A locking read sees what was committed after this transaction began.
        .for_update()
        .run(as_dict=True)
    )
    return {row.name: period_of(row) for row in rows}


def queue_up(arrangement: str) -> None:
    """Wait for whoever else reviews this arrangement, until the end of their transaction.

    Writes what stands there: MariaDB only waits, while PostgreSQL refuses who began before the other was done, since
    they could not see what was done.
    """
    arrangements = frappe.qb.DocType(ARRANGEMENT)
    frappe.qb.update(arrangements).set(arrangements.name, arrangement).where(arrangements.name == arrangement).run()


# -- gates -----------------------------------------------------------------------------------------------------------


def unmet_entries(review: Document) -> list[Unmet]:
    """All reasons why what people entered in a draft cannot be kept.

    Values are looked at as they came, since the database would make 0 of what is no number.
    """
    unmet = [
        Unmet("not_a_number", {"field": row.measure})
        for row in review.results
        if row.source == BY_HAND and row.value not in (None, "") and as_number(row.value) is None
    ]
    unmet += unmet_due_dates(period_of(review), improvements_of(review))
    if any(row.done_on for row in review.improvements):
        unmet.append(Unmet("changed_by_hand", {"field": _("Done On")}))
    return unmet


def unmet_approval(review: Document, arrangement: Document) -> list[Unmet]:
    """All that the review lacks before anybody can approve it."""
    unmet = unmet_arrangement(arrangement.workflow_state)
    unmet += unmet_for_approval(facts_of(review), getdate(today()))
    return [*unmet, Unmet("review_outdated")] if is_outdated(review, arrangement) else unmet


# -- facts for the rules ---------------------------------------------------------------------------------------------


def facts_of(review: Document) -> Review:
    """The review as the gates look at it."""
    return Review(
        period=period_of(review),
        verdict=review.verdict or "",
        results=[result_of(row) for row in review.results],
        answers=[Answer(row.question or "", row.answer or "", row.evidence or "") for row in review.answers],
        improvements=improvements_of(review),
        no_improvement_reason=review.no_improvement_reason or "",
    )


def improvements_of(review: Document) -> list[Improvement]:
    return [
        Improvement(cint(row.priority_rank), row.improvement or "", getdate(row.due_on) if row.due_on else None)
        for row in review.improvements
    ]


def actor_for(arrangement: Document) -> Actor:
    """The signed-in user as the rules look at them."""
    user = frappe.session.user
    return Actor(
        user=user,
        is_manager="ITSM Manager" in frappe.get_roles(user),
        is_accountable_owner=user == arrangement.accountable_owner,
    )


# -- after the review ------------------------------------------------------------------------------------------------


def note_review(arrangement: Document, review: Document) -> None:
    """The arrangement is reviewed up to the end of the period, and due again an interval from today.

    A period from before the last review is filled in late; what is due stays as it is.
    """
    reviewed_up_to = period_of(review).end
    if arrangement.last_reviewed_on and reviewed_up_to <= getdate(arrangement.last_reviewed_on):
        return
    arrangement.write(last_reviewed_on=reviewed_up_to, next_review_on=next_review_after(arrangement, getdate(today())))


def escalate_review(arrangement: str) -> None:
    """Note that the overdue review was escalated today; the host's Notification "ITSM Arrangement Review Escalated"
    listens to that."""
    frappe.get_doc(ARRANGEMENT, arrangement).write(review_escalated_on=getdate(today()))


def open_improvements(arrangement: str, up_to: date) -> list[dict]:
    """What approved reviews of periods that end up to `up_to` decided and is not done yet, soonest due first."""
    reviews, improvements = frappe.qb.DocType(REVIEW), frappe.qb.DocType("ITSM Arrangement Improvement")
    users = frappe.qb.DocType("User")
    return (
        frappe.qb.from_(improvements)
        .join(reviews)
        .on((improvements.parent == reviews.name) & (improvements.parenttype == REVIEW))
        .left_join(users)
        .on(users.name == improvements.responsible)
        .select(
            reviews.name.as_("review"),
            improvements.priority_rank,
            improvements.improvement,
            improvements.responsible,
            users.full_name.as_("responsible_name"),
            improvements.due_on,
        )
        .where((reviews.arrangement == arrangement) & (reviews.status == Stage.APPROVED.value))
        .where((reviews.period_end <= up_to) & improvements.done_on.isnull())
        .orderby(improvements.due_on)
        .orderby(improvements.name)
        .run(as_dict=True)
    )
