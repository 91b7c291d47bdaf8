"""Checks of 4.2, governance of processes operated by other parties."""

from frappe.utils import getdate

from sms_iso20000.conformity.answers.other_parties import (
    last_looked_at,
    not_looked_at,
    not_proven,
    not_said,
    of,
    parties,
    without_others,
)
from sms_iso20000.conformity.answers.processes import confirmed_since, named, not_confirmed_in_time, without_process
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.arrangement import Way, way_of
from sms_iso20000.rules.arrangement_proofs import Colour
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


@check("4.2 .1")
def others_are_identified(scope: Scope) -> Verdict:
    """Each process says who operates it, what others operate is arranged, and tickets show nobody else at work."""
    about, processes = scope.other_parties, scope.responsibility.processes
    if not processes:
        return without_process(scope)
    unsaid = [process for process in processes if not process.operated_by]
    if len(unsaid) == len(processes) and not about.arrangements:
        return not_evaluable("operation_never_said", named(processes))
    if unsaid:
        return not_met("operation_not_said", named(unsaid), count=len(unsaid), total=len(processes))
    if about.unarranged:
        return not_met("operated_without_arrangement", of(about.unarranged), count=len(about.unarranged))
    if about.contradicted:
        return not_met("arranged_though_in_house", of(about.contradicted), count=len(about.contradicted))
    if about.unknown_suppliers:
        names = ", ".join(about.unknown_suppliers)
        snapshots = [("ITSM Service Level Snapshot", row.name) for row in scope.latest_snapshots.values()]
        return not_met("party_in_tickets_unknown", snapshots, parties=names)
    if verdict := not_confirmed_in_time(scope):
        return verdict
    last = confirmed_since(scope)
    if not about.arrangements:
        return met("nobody_else_operates", named(processes), last, last=str(last))
    return met("others_identified", of(about.arrangements), last, total=len(about.arrangements), last=str(last))


@check("4.2 a")
def accountability_is_shown(scope: Scope) -> Verdict:
    """Each arrangement has an owner of ours, an agreement that stands and the authority to insist, and is agreed."""
    rows = scope.other_parties.register
    if not rows:
        return without_others(scope)
    if verdict := not_proven(rows, "a"):
        return verdict
    unagreed = [row for row in rows if row.lights["a"].colour is Colour.AMBER]
    if unagreed:
        return not_met(
            "arrangement_not_agreed", of(unagreed), count=len(unagreed), total=len(rows), parties=parties(unagreed)
        )
    return _as_long_as_reviewed(scope, rows) or met("accountability_shown", of(rows), scope.today, total=len(rows))


@check("4.2 b")
def definition_is_controlled(scope: Scope) -> Verdict:
    """A document of ours defines each process that others operate, interfaces are named, and we decide on changes."""
    rows = scope.other_parties.register
    if not rows:
        return without_others(scope)
    if verdict := not_proven(rows, "b"):
        return verdict
    aged = [row for row in rows if row.lights["b"].colour is Colour.AMBER]
    if aged:
        return stale("definition_review_overdue", of(aged), count=len(aged), total=len(rows), parties=parties(aged))
    return met("definition_controlled", of(rows), scope.today, total=len(rows))


@check("4.2 c")
def performance_is_determined(scope: Scope) -> Verdict:
    """Each party is measured, and an approved review of ours judges results and adherence within the interval."""
    rows = scope.other_parties.register
    if not rows:
        return without_others(scope)
    if verdict := not_proven(rows, "c") or not_looked_at(scope, rows):
        return verdict
    blind = [row for row in rows if row.lights["c"].colour is Colour.AMBER]
    if blind:
        return not_met("review_measured_nothing", of(blind), count=len(blind), total=len(rows), parties=parties(blind))
    last = last_looked_at(rows)
    return met("performance_determined", of(rows), last, total=len(rows), last=str(last))


@check("4.2 d")
def improvement_priority_is_controlled(scope: Scope) -> Verdict:
    """It is settled that we rank improvements, and the reviews within the interval did, or said why there are none."""
    rows = scope.other_parties.register
    if not rows:
        return without_others(scope)
    if verdict := not_proven(rows, "d") or not_looked_at(scope, rows):
        return verdict
    undecided = [row for row in rows if row.lights["d"].colour is Colour.AMBER]
    if undecided:
        last = last_looked_at(undecided)
        return stale("improvement_not_decided", of(undecided), last, count=len(undecided), parties=parties(undecided))
    last = last_looked_at(rows)
    return met("improvement_decided", of(rows), last, total=len(rows), last=str(last))


@check("4.2 .2")
def suppliers_are_managed(scope: Scope) -> Verdict:
    """Suppliers are managed through supplier management: agreement, contact, escalation and reviews."""
    return _managed(scope, Way.SUPPLIER_MANAGEMENT)


@check("4.2 .3")
def groups_and_customers_are_managed(scope: Scope) -> Verdict:
    """Internal groups and customers are managed through service level management: agreement, measures and reviews."""
    return _managed(scope, Way.SERVICE_LEVEL_MANAGEMENT)


def _managed(scope: Scope, way: Way) -> Verdict:
    about = scope.other_parties
    rows = [row for row in about.arrangements if way_of(row.party_kind) is way]
    if not rows:
        return _nobody_of_that_kind(scope)
    lacking = [row for row in rows if row.unmet_management]
    if lacking:
        return not_met("party_not_managed", of(lacking), count=len(lacking), total=len(rows), parties=parties(lacking))
    if verdict := not_looked_at(scope, rows):
        return verdict
    last = last_looked_at(rows)
    return met("parties_managed", of(rows), last, total=len(rows), last=str(last))


def _nobody_of_that_kind(scope: Scope) -> Verdict:
    """Who operates a process without an arrangement may be of any kind."""
    unarranged = scope.other_parties.unarranged
    if unarranged:
        return not_evaluable("kind_of_party_unknown", of(unarranged), count=len(unarranged))
    if verdict := not_said(scope):
        return verdict
    last = confirmed_since(scope)
    return met("nobody_of_that_kind", named(scope.responsibility.processes), last, last=str(last))


def _as_long_as_reviewed(scope: Scope, rows: list[dict]) -> Verdict | None:
    """Nobody has looked since whether an agreement is still kept to, where its review is overdue."""
    overdue = [row for row in rows if row.next_review_on and getdate(row.next_review_on) < scope.today]
    if not overdue:
        return None
    due = min(getdate(row.next_review_on) for row in overdue)
    return stale(
        "adherence_not_looked_at", of(overdue), due, count=len(overdue), parties=parties(overdue), due=str(due)
    )
