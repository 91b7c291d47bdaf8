"""Checks of 4.5.4.1 and 4.5.4.2 on audits: whether they are held, for what, by whom, and who learns of them."""

from collections.abc import Iterable, Sequence

from frappe.utils import getdate, strip_html

from sms_iso20000.conformity.answers.documents import procedure_for
from sms_iso20000.conformity.answers.management_reviews import (
    interval_start,
    off_schedule,
    reviews,
    unsigned_for_long,
    without_current,
    without_judgement,
)
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.audit_programme import SlotStatus
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


@check("4.5.4.1 .1")
def audits_are_among_the_methods(scope: Scope) -> Verdict:
    """An internal audit was reported within the look-back."""
    about = scope.audits
    if not about.all:
        return not_met("no_audit_on_record", [scope.itself])
    if verdict := _no_recent(scope, about.internal):
        return verdict
    recent = _since(scope, about.internal)
    last = recent[-1].reported
    return met("internal_audits_held", _named(recent), last, total=len(recent), last=str(last))


@check("4.5.4.1 .2")
def objectives_are_documented(scope: Scope) -> Verdict:
    """Every audit that has begun, or should have, says what it is meant to find out."""
    about = scope.audits
    due = [row for row in about.all if not row.is_ahead or (row.first_day and row.first_day <= scope.today)]
    if not due:
        return _nothing_yet(scope)
    bare = [row for row in due if not (row.objectives or "").strip()]
    if bare:
        return not_met("audits_without_objectives", _named(bare), count=len(bare), total=len(due))
    recent = [row for row in due if row.first_day and row.first_day >= about.since]
    if not recent:
        last = max((row.first_day for row in due if row.first_day), default=None)
        return stale("audits_too_long_ago", _named(due), last, months=about.lookback)
    return met("audit_objectives_written", _named(recent), recent[-1].first_day, total=len(recent))


@check("4.5.4.1 .5")
def results_are_told(scope: Scope) -> Verdict:
    """Each report was issued in time, and reached the interested parties with findings and what follows from them."""
    about = scope.audits
    if about.unreported:
        return not_met("audits_not_reported", _named(about.unreported), count=len(about.unreported))
    if not about.reported:
        return _nothing_yet(scope)
    recent = _since(scope, about.reported)
    if not recent:
        last = about.reported[-1].reported
        return stale("audits_too_long_ago", _named(about.reported[-1:]), last, months=about.lookback)
    unreached, on_the_way, people = _reached(recent, [about.telling.get(row.name) for row in recent])
    if unreached:
        return not_met("audit_report_reached_not_all", _told(unreached), count=len(unreached), total=len(recent))
    if on_the_way:
        return not_evaluable("audit_report_on_its_way", _told(on_the_way), count=len(on_the_way))
    return met("audit_results_told", _told(recent), recent[-1].reported, total=len(recent), people=people)


@check("4.5.4.2 .1")
def audits_are_on_schedule(scope: Scope) -> Verdict:
    """Nothing that the programme plans for the months before this one is undone, and internal audits are reported."""
    about, programme = scope.audits, scope.audit_programme
    if not programme.at_work:
        if programme.over:
            last = programme.over.ended_on
            named = [("ITSM Audit Programme", programme.over.name)]
            return stale("audit_programme_over", named, last, last=str(last))
        return not_evaluable("no_schedule_of_audits", [scope.itself])
    month = scope.today.replace(day=1)
    overdue = [row for row in programme.slots if row.status != SlotStatus.DONE and getdate(row.planned_on) < month]
    if overdue:
        slots = [("ITSM Audit Slot", row.name) for row in overdue]
        return not_met("audit_slots_overdue", slots, count=len(overdue), total=len(programme.slots))
    if about.late:
        return not_met("audits_late", _named(about.late), count=len(about.late))
    if verdict := _no_recent(scope, about.internal):
        return verdict
    recent = _since(scope, about.internal)
    named = [("ITSM Audit Programme", programme.at_work.name), *_named(recent)]
    return met("audits_on_schedule", named, recent[-1].reported, total=len(recent), last=str(recent[-1].reported))


@check("4.5.4.2 .2")
def audits_follow_a_procedure(scope: Scope) -> Verdict:
    """A procedure in force says how audits are planned, conducted and reported, and its owner is there."""
    return procedure_for(scope, "4.5.4.2")


@check("4.5.4.2 .5")
def auditors_are_impartial(scope: Scope) -> Verdict:
    """Every audit by our own people since the look-back began with an independent team, stakes waived by others, and
    nobody outside the team wrote results."""
    about = scope.audits
    if not about.own_begun:
        return _nothing_yet(scope)
    recent = [row for row in about.own_begun if row.begun >= about.since]
    if not recent:
        last = about.own_begun[-1].begun
        return stale("audits_too_long_ago", _named(about.own_begun[-1:]), last, months=about.lookback)
    names = {row.name for row in recent}
    void = [row for row in about.void_waivers if row.audit in names]
    if void:
        waivers = [("ITSM Audit Waiver", row.name) for row in void]
        return not_met("audited_under_void_waiver", waivers, count=len(void))
    others = [name for name in about.answered_by_others if name in names]
    if others:
        return not_met("results_by_others", [("ITSM Audit", name) for name in others], count=len(others))
    waivers = [("ITSM Audit Waiver", row.name) for row in about.waivers if row.audit in names]
    return met(
        "auditors_independent", [*_named(recent), *waivers], recent[-1].begun, total=len(recent), count=len(waivers)
    )


@check("4.5.4.1 .1")
def reviews_are_among_the_methods(scope: Scope) -> Verdict:
    """Management reviews are held on schedule and signed at the top."""
    if verdict := off_schedule(scope):
        return verdict
    held = scope.reviews.signed_since(interval_start(scope))
    months, last = scope.interval("management_review_interval"), held[-1].held
    return met("management_reviews_held", reviews(held), last, total=len(held), last=str(last), months=months)


@check("4.5.4.1 .2")
def objectives_of_reviews_are_documented(scope: Scope) -> Verdict:
    """Every review held, or due, has an agenda that says what it is to find out, and every signed one concludes."""
    about = scope.reviews
    due = [row for row in about.all if row.held or row.planned <= scope.today]
    silent = [row for row in due if not strip_html(row.agenda or "").strip()]
    open_ended = [row for row in without_judgement(about.signed) if row not in silent]
    if lacking := [*silent, *open_ended]:
        return not_met("reviews_without_objectives", reviews(lacking), count=len(lacking), total=len(due))
    if verdict := without_current(scope):
        return verdict
    return met("review_objectives_written", reviews(due), about.newest.held, total=len(due))


@check("4.5.4.1 .5")
def results_of_reviews_are_told(scope: Scope) -> Verdict:
    """The minutes of each review of the interval reached the interested parties."""
    if verdict := unsigned_for_long(scope) or without_current(scope):
        return verdict
    about = scope.reviews
    recent = about.signed_since(interval_start(scope))
    unreached, on_the_way, people = _reached(recent, [about.telling.get(row.communication) for row in recent])
    if unreached:
        return not_met("review_minutes_reached_not_all", _minutes(unreached), count=len(unreached), total=len(recent))
    if on_the_way:
        return not_evaluable("review_minutes_on_their_way", _minutes(on_the_way), count=len(on_the_way))
    return met("review_minutes_told", _minutes(recent), recent[-1].held, total=len(recent), people=people)


def _no_recent(scope: Scope, audits: list) -> Verdict | None:
    """What is wrong where none of `audits` was reported within the look-back."""
    about = scope.audits
    if not audits:
        return _nothing_yet(scope)
    if not _since(scope, audits):
        last = audits[-1].reported
        return stale("internal_audit_too_old", _named(audits[-1:]), last, last=str(last), months=about.lookback)
    return None


def _nothing_yet(scope: Scope) -> Verdict:
    """Nothing can be said before the first audit has come that far."""
    return not_evaluable("first_audit_to_come", _named(scope.audits.all) or [scope.itself])


def _since(scope: Scope, audits: Iterable) -> list:
    return [row for row in audits if row.reported >= scope.audits.since]


def _named(audits: Iterable) -> list[tuple[str, str]]:
    return [("ITSM Audit", row.name) for row in audits]


def _reached(rows: Sequence, tellings: Sequence) -> tuple[list, list, int]:
    """Those of `rows` that somebody was not told of, by what was told of each beside it; those of which people are
    still being told; and how many people were."""
    paired = list(zip(rows, tellings, strict=True))
    unreached = [row for row, telling in paired if not telling or telling.failed]
    on_the_way = [row for row, telling in paired if telling and telling.told < telling.addressed]
    return unreached, on_the_way, sum(telling.told for telling in tellings if telling)


def _told(audits: Sequence) -> list[tuple[str, str]]:
    """The audits, and what was told of them."""
    return [*_named(audits), *_communications(audits)]


def _minutes(rows: Sequence) -> list[tuple[str, str]]:
    """The management reviews, and what was told of them."""
    return [*reviews(rows), *_communications(rows)]


def _communications(rows: Sequence) -> list[tuple[str, str]]:
    return [("ITSM Communication", row.communication) for row in rows if row.communication]
