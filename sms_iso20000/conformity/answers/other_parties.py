"""What several checks ask of the arrangements with other parties."""

from collections.abc import Iterable

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.answers.processes import confirmed_since, named, not_confirmed_in_time
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.arrangement import AT_WORK
from sms_iso20000.rules.arrangement_proofs import Colour
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale

PARTIES_NAMED = 3


def of(rows: Iterable[dict]) -> list[tuple[str, str]]:
    """The arrangements, and where there is none the processes."""
    return list(
        dict.fromkeys(("ITSM Arrangement", row.name) if row.name else ("ITSM Process", row.process) for row in rows)
    )


def parties(rows: list[dict]) -> str:
    """Who is meant; the first few by name."""
    names = list(dict.fromkeys(row.party_name or row.process_title for row in rows))
    return ", ".join(names[:PARTIES_NAMED]) + (" …" if len(names) > PARTIES_NAMED else "")


def without_others(scope: Scope) -> Verdict:
    """The answer where nothing is arranged with anybody: nobody else may operate a process, if that was said."""
    if verdict := not_said(scope):
        return verdict
    last = confirmed_since(scope)
    return met("nobody_else_operates", named(scope.responsibility.processes), last, last=str(last))


def not_said(scope: Scope) -> Verdict | None:
    """What is wrong where not every process says who operates it, or nobody confirmed that in time."""
    processes = scope.responsibility.processes
    unsaid = [process for process in processes if not process.operated_by]
    if unsaid or not processes:
        return not_evaluable("operation_never_said", named(unsaid) or [scope.itself])
    return not_confirmed_in_time(scope)


def not_proven(rows: list[dict], letter: str) -> Verdict | None:
    """Not met where proof `letter` of 4.2 is red for one of `rows`."""
    red = [row for row in rows if row.lights[letter].colour is Colour.RED]
    if not red:
        return None
    return not_met("proof_missing", of(red), count=len(red), total=len(rows), proof=letter, parties=parties(red))


def not_looked_at(scope: Scope, rows: list[dict]) -> Verdict | None:
    """What is wrong where one of `rows` is not reviewed as it should be; an arrangement is reviewed once it is active.

    Not met where it is not active or its first review is overdue, Stale where a later one is, Not evaluable while the
    first is still to come.
    """
    idle = [row for row in rows if row.workflow_state not in AT_WORK]
    if idle:
        return not_met("arrangement_not_active", of(idle), count=len(idle), total=len(rows), parties=parties(idle))
    overdue = [row for row in rows if row.next_review_on and getdate(row.next_review_on) < scope.today]
    never = [row for row in overdue if not row.last_reviewed_on]
    if never:
        return not_met("arrangement_never_reviewed", of(never), count=len(never), parties=parties(never))
    if overdue:
        last = min(getdate(row.last_reviewed_on) for row in overdue)
        return stale(
            "arrangement_review_overdue",
            of(overdue),
            last,
            count=len(overdue),
            parties=parties(overdue),
            last=str(last),
        )
    fresh = [row for row in rows if not row.last_reviewed_on]
    if fresh:
        due = min(getdate(row.next_review_on) for row in fresh) if all(row.next_review_on for row in fresh) else None
        due = due or getdate(add_months(scope.today, scope.interval("arrangement_review_interval")))
        return not_evaluable("first_review_to_come", of(fresh), count=len(fresh), parties=parties(fresh), due=str(due))
    return None


def last_looked_at(rows: list[dict]):
    """Up to when the one least lately reviewed was."""
    return min(getdate(row.last_reviewed_on) for row in rows)
