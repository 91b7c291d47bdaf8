"""Checks of 4.4.2, human resources. They count people and name none, since auditors read what they answer."""

from collections.abc import Iterable
from datetime import timedelta

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.competence import VERIFIED, Standing
from sms_iso20000.rules.training import evaluation_late
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


@check("4.4.2 .1")
def people_are_competent(scope: Scope) -> Verdict:
    """Everybody who needs a competence holds it at that level, by a verified record that has not run out."""
    about = scope.competence
    if verdict := _nobody_needs_anything(scope):
        return verdict
    if lacking := about.standing_so(Standing.LACKING):
        return not_met("competence_lacking", _competences(lacking), **_counted(scope, lacking))
    if expired := about.standing_so(Standing.EXPIRED):
        return stale("competence_expired", _competences(expired), **_counted(scope, expired))
    if planned := about.standing_so(Standing.PLANNED):
        return not_evaluable("competence_under_way", _competences(planned), **_counted(scope, planned))
    return met("competence_held", _asked(scope), scope.today, people=_people(about.board.needs))


@check("4.4.2 a")
def needs_are_determined(scope: Scope) -> Verdict:
    """For the owner and each role of every active process it is said what they have to be able to do, and reviewed."""
    about = scope.competence
    if not about.bears_something:
        return not_evaluable("nobody_bears_a_process", [scope.itself])
    if about.undetermined:
        processes = [("ITSM Process", name) for name in about.undetermined]
        return not_met("competence_not_determined", processes, count=len(processes))
    months = scope.interval("competence_review_interval")
    limit = getdate(add_months(scope.today, -months))
    rows = about.board.requirements
    last = min(getdate(row.reviewed_on) for row in rows)
    if aged := [row for row in rows if getdate(row.reviewed_on) < limit]:
        return stale("competence_review_overdue", _requirements(aged), last, count=len(aged), last=str(last))
    return met("competence_determined", _requirements(rows), last, total=len(rows), last=str(last))


@check("4.4.2 b")
def gaps_are_closed(scope: Scope) -> Verdict:
    """For each gap a training or another measure is planned, and none of those is overdue."""
    about = scope.competence
    if verdict := _nobody_needs_anything(scope):
        return verdict
    if unplanned := about.standing_so(Standing.LACKING, Standing.EXPIRED):
        return not_met("gaps_without_measure", _competences(unplanned), **_counted(scope, unplanned))
    if overdue := [row for row in about.planned if getdate(row.ends_on) < scope.today]:
        due = min(getdate(row.ends_on) for row in overdue)
        return stale("training_overdue", _trainings(overdue), due, count=len(overdue), due=str(due))
    under_way = about.standing_so(Standing.PLANNED)
    if not under_way:
        return met("no_gaps", _asked(scope), scope.today, people=_people(about.board.needs))
    open_ones = _trainings([*about.planned, *about.awaiting])
    return met("gaps_have_measures", open_ones, scope.today, count=len(under_way), total=len(open_ones))


@check("4.4.2 c")
def effect_is_evaluated(scope: Scope) -> Verdict:
    """Each training held is evaluated in time by somebody else, and what was not effective is followed up."""
    about, delay = scope.competence, scope.interval("training_evaluation_delay")
    if late := [row for row in about.awaiting if evaluation_late(getdate(row.ends_on), delay, scope.today)]:
        due = min(getdate(row.evaluation_due_on) for row in late)
        return not_met("evaluation_overdue", _trainings(late), due, count=len(late), due=str(due))
    if about.without_follow_up:
        trainings = [("ITSM Training", name) for name in about.without_follow_up]
        return not_met("ineffective_without_follow_up", trainings, count=len(trainings))
    done = about.evaluations
    if not done:
        if about.awaiting:
            due = min(getdate(row.evaluation_due_on) for row in about.awaiting)
            return not_evaluable("evaluation_to_come", _trainings(about.awaiting), due=str(due))
        return not_evaluable("nothing_to_evaluate", [scope.itself])
    last = max(getdate(seat.evaluated_on) for seat in done)
    trainings = list(dict.fromkeys(("ITSM Training", seat.training) for seat in done))
    if last < getdate(add_months(scope.today, -scope.interval("competence_review_interval"))):
        return stale("evaluated_too_long_ago", trainings, last, last=str(last))
    return met("effect_evaluated", trainings, last, count=len(done), last=str(last))


@check("4.4.2 d")
def people_are_aware(scope: Scope) -> Verdict:
    """Those with a role acknowledged policy and plan, and read what top management told them within the interval."""
    about, people = scope.competence, scope.competence.workforce.people
    if not people:
        return not_evaluable("nobody_bears_a_process", [scope.itself])
    if not about.issued:
        return not_met("no_policy_in_force", [scope.itself])
    if unasked := [record for record in about.issued if record not in about.asked]:
        return not_evaluable("awareness_not_asked", unasked)
    done = people.intersection(*about.asked.values())
    if _share(done, people) < scope.acknowledgement_threshold:
        return not_met("awareness_not_acknowledged", about.asked, done=len(done), total=len(people))
    told = [
        row
        for row in scope.responsibility.communications
        if row.purpose in about.purposes and row.sent_by in scope.top_management
    ]
    if not told:
        return not_met("awareness_nothing_told", [scope.itself])
    return _read_by_those_in_a_role(scope, told, people)


@check("4.4.2 e")
def records_are_kept(scope: Scope) -> Verdict:
    """For everybody in a role there is a verified record with evidence, and not all that they have has run out."""
    about, people = scope.competence, scope.competence.workforce.people
    if not people:
        return not_evaluable("nobody_bears_a_process", [scope.itself])
    proven, current = set(about.known_in_host), set(about.known_in_host)
    for user, rows in about.records.items():
        for row in rows:
            if row.status == VERIFIED and ((row.evidence or "").strip() or row.evidence_file):
                proven.add(user)
                if not row.expires_on or getdate(row.expires_on) >= scope.today:
                    current.add(user)
    if without := people - proven:
        drafts = sum(user in about.records for user in without)
        return not_met("records_missing", [scope.itself], count=len(without), total=len(people), drafts=drafts)
    if aged := people - current:
        return stale("records_expired", [scope.itself], count=len(aged), total=len(people))
    held = sorted({row.competence for rows in about.records.values() for row in rows if row.status == VERIFIED})
    named = [("ITSM Competence", name) for name in held] or _asked(scope)
    return met("competence_records_kept", named, scope.today, total=len(people))


def _nobody_needs_anything(scope: Scope) -> Verdict | None:
    about = scope.competence
    if about.board.needs:
        return None
    return not_evaluable("nobody_needs_anything", _requirements(about.board.requirements) or [scope.itself])


def _read_by_those_in_a_role(scope: Scope, told: list, people: set[str]) -> Verdict:
    """Whether what top management told within the interval was read by enough of `people`."""
    months, last = scope.interval("commitment_interval"), getdate(told[0].sent_on)
    since = getdate(add_months(scope.today, -months))
    if last < since:
        return stale("told_too_long_ago", _messages(told[:1]), last, last=str(last), months=months)
    current = [row for row in told if getdate(row.sent_on) >= since]
    read = scope.competence.readers_of([row.name for row in current]) & people
    if _share(read, people) >= scope.reach_threshold:
        shown = [*scope.competence.asked, *_messages(current)]
        return met("awareness_shown", shown, last, done=len(read), total=len(people), last=str(last))
    if scope.today <= last + timedelta(days=scope.interval("acknowledgement_due")):
        return not_evaluable("awareness_told_just_now", _messages(current), last, done=len(read), total=len(people))
    return not_met("awareness_not_read", _messages(current), last, done=len(read), total=len(people))


def _competences(found: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    return sorted({("ITSM Competence", name) for name in found.values()})


def _counted(scope: Scope, found: dict[tuple[str, str], str]) -> dict:
    """Of how many people who need something it is found, and for which competences."""
    titles = {scope.competence.board.competences[name].title for name in found.values()}
    total = _people(scope.competence.board.needs)
    return {"people": _people(found), "total": total, "competences": ", ".join(sorted(titles))}


def _people(keys: Iterable[tuple[str, str]]) -> int:
    return len({user for user, _competence in keys})


def _share(some: set[str], of_all: set[str]) -> float:
    return round(100 * len(some) / len(of_all), 1)


def _asked(scope: Scope) -> list[tuple[str, str]]:
    return _requirements(scope.competence.requirements)


def _requirements(rows: Iterable[dict]) -> list[tuple[str, str]]:
    return [("ITSM Competence Requirement", row.name) for row in rows]


def _trainings(rows: Iterable[dict]) -> list[tuple[str, str]]:
    return [("ITSM Training", row.name) for row in rows]


def _messages(rows: list) -> list[tuple[str, str]]:
    return [("ITSM Communication", row.name) for row in rows]
