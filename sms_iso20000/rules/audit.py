"""Life of an audit: prepared, carried out by an independent team, reported, followed up (4.5.4.1, 4.5.4.2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sms_iso20000.rules.step import unmet_way
from sms_iso20000.rules.unmet import Unmet


class State(str, Enum):
    PLANNED = "Planned"
    PREPARING = "Preparing"
    FIELDWORK = "Fieldwork"
    REPORTING = "Reporting"
    FOLLOW_UP = "Follow-up"
    CLOSED = "Closed"
    CALLED_OFF = "Called Off"


NEXT = {
    State.PLANNED: {State.PREPARING, State.CALLED_OFF},
    State.PREPARING: {State.FIELDWORK, State.CALLED_OFF},
    State.FIELDWORK: {State.REPORTING, State.CALLED_OFF},
    State.REPORTING: {State.FIELDWORK, State.FOLLOW_UP, State.CALLED_OFF},
    State.FOLLOW_UP: {State.CLOSED},
    State.CLOSED: set(),
    State.CALLED_OFF: set(),
}
# Where each state leads, if nothing has to be done again.
ONWARD = {
    State.PLANNED: State.PREPARING.value,
    State.PREPARING: State.FIELDWORK.value,
    State.FIELDWORK: State.REPORTING.value,
    State.REPORTING: State.FOLLOW_UP.value,
    State.FOLLOW_UP: State.CLOSED.value,
}
DECISIONS = {
    State.PREPARING: "Preparation Started",
    State.FIELDWORK: "Fieldwork Started",
    State.REPORTING: "Fieldwork Finished",
    State.FOLLOW_UP: "Report Issued",
    State.CLOSED: "Closed",
    State.CALLED_OFF: "Called Off",
}
NEEDS_REASON = frozenset({State.CALLED_OFF})
FIELDWORK_RESUMED = "Fieldwork Resumed"
# Nobody begins before, and the lead auditor stays from here on.
BEFORE_FIELDWORK = (State.PLANNED, State.PREPARING)
# The checklist is answered here.
AT_WORK = (State.FIELDWORK, State.REPORTING)
# The report is issued; what it says stays as it is.
REPORTED = (State.FOLLOW_UP, State.CLOSED)
# What an audit says stays as it is, reported or not.
SEALED_IN = (*REPORTED, State.CALLED_OFF)
# Nothing more comes of it.
OVER = (State.CLOSED, State.CALLED_OFF)
# Audits by our own people, who have to be independent and competent; the others are those of certification bodies.
OWN_KINDS = ("Internal", "Supplier")
INTERNAL = "Internal"
CONTENT_FIELDS = (
    *("title", "kind", "programme", "lead_auditor", "team", "starts_on", "ends_on"),
    *("objectives", "criteria", "scope_text", "subjects", "requirements"),
    *("certification_body", "external_auditors", "checklist", "conclusion", "audience"),
)
# What only the steps write, beside the state.
LIFE_FIELDS = (
    *("communication", "fieldwork_started_by", "fieldwork_started_on", "is_competence_required"),
    *("reported_by", "reported_on", "closed_by", "closed_on", "called_off_by", "called_off_on"),
    *("step_reason", "reason_for", "content_hash"),
)
STAMPS = {
    State.FIELDWORK: ("fieldwork_started_by", "fieldwork_started_on"),
    State.FOLLOW_UP: ("reported_by", "reported_on"),
    State.CLOSED: ("closed_by", "closed_on"),
    State.CALLED_OFF: ("called_off_by", "called_off_on"),
}
# What a certification body gave, and how it was answered.
LEDGER_FIELDS = ("certificate", "certified_on", "valid_until", "response_due_on", "responded_on", "response_note")
EXTERNAL_KINDS = ("Certification Stage 1", "Certification Stage 2", "Surveillance", "Recertification")
AUDITOR, EXPERT, OBSERVER = "Auditor", "Technical Expert", "Observer"
AUDITOR_ROLE, MANAGER_ROLE = "ITSM Auditor", "ITSM Manager"
# What a finding is graded as when a nonconformity has to come of it.
GRADED = ("Major", "Minor")
FINDINGS = (*GRADED, "Concern", "Opportunity")
NOT_AUDITED = "Not Audited"
RESULTS = ("Conforming", *FINDINGS, NOT_AUDITED)
METHODS = ("Interview", "Document Review", "Observation", "Sample")
# Clauses that ask about each kind of subject, where the audit names no requirement itself.
CLAUSES_OF_SUBJECTS = {
    "ITSM Process": ("4.1.3 a", "4.1.4 b", "4.1.4 c", "4.3.1 f", "4.5.2 .2", "4.5.3 b", "4.5.3 e", "4.5.3 f"),
    "ITSM Arrangement": ("4.2",),
    "ITSM Service": ("4.1.4 a", "4.3.1 d", "4.3.1 e", "4.5.3 d", "4.5.3 f"),
    "Site": ("4.3.2 e", "4.4.2 d", "4.5.1 a"),
}


@dataclass(frozen=True)
class Item:
    """One question of the checklist, as far as the gates look at it."""

    clause: str
    result: str = ""
    has_note: bool = False
    has_evidence: bool = False
    has_nonconformity: bool = False


@dataclass(frozen=True)
class Audit:
    """What the gates need to know of one audit; `people_told` is how many the report would be told to."""

    kind: str = INTERNAL
    has_objectives: bool = False
    has_criteria: bool = False
    has_scope: bool = False
    has_lead: bool = False
    has_body: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    subjects: int = 0
    requirements: int = 0
    items: Sequence[Item] = ()
    has_conclusion: bool = False
    people_told: int = 0
    open_nonconformities: Sequence[str] = ()
    has_ledger: bool = False

    @property
    def is_own(self) -> bool:
        return self.kind in OWN_KINDS


@dataclass(frozen=True)
class Team:
    """Who audits: the lead auditor, and the others by user and role in the team."""

    lead: str = ""
    members: Sequence[tuple[str, str]] = ()

    @property
    def auditors(self) -> set[str]:
        """Who judges, and therefore needs competence."""
        return {self.lead, *(user for user, role in self.members if role == AUDITOR)} - {""}

    @property
    def bound(self) -> set[str]:
        """Who has to be independent: all but those who look on."""
        return {self.lead, *(user for user, role in self.members if role != OBSERVER)} - {""}


def illegal_step(before: str, after: str) -> list[Unmet]:
    """Reasons against a step from `before` to `after`, whatever the audit."""
    return unmet_way(NEXT, before, after)


def decision_for(before: str, after: str) -> str:
    """The decision that the step is."""
    if before == State.REPORTING and after == State.FIELDWORK:
        return FIELDWORK_RESUMED
    return DECISIONS[State(after)]


def stamps_for(before: str, after: str, user: str, now: datetime) -> dict[str, Any]:
    """Who took the step and when, by field; empty where nobody asks. Fieldwork that is resumed has begun before."""
    if decision_for(before, after) == FIELDWORK_RESUMED:
        return {}
    return dict(zip(STAMPS.get(State(after), ()), (user, now), strict=False))


def unmet_for_step(after: str, audit: Audit) -> list[Unmet]:
    """All reasons against entering `after`, beside independence and competence of the team."""
    if after == State.PREPARING:
        return _unmet_plan(audit)
    if after == State.FIELDWORK:
        unmet = _unmet_plan(audit) + _unless(audit.starts_on, Unmet("audit_without_day"))
        return unmet + _unless(audit.items or not audit.is_own, Unmet("checklist_missing"))
    if after == State.REPORTING:
        return unmet_answers(audit.items)
    if after == State.FOLLOW_UP:
        return [*unmet_answers(audit.items), *_unmet_report(audit)]
    if after == State.CLOSED:
        names = ", ".join(audit.open_nonconformities)
        return _unless(not audit.open_nonconformities, Unmet("nonconformities_unfinished", {"names": names}))
    if after == State.CALLED_OFF:
        return _unless(not audit.has_ledger, Unmet("audit_with_ledger"))
    return []


def unmet_answers(items: Sequence[Item]) -> list[Unmet]:
    """All reasons why a checklist is not done; each names the clauses it is about."""
    unanswered = [item for item in items if not item.result]
    skipped = [item for item in items if item.result == NOT_AUDITED and not item.has_note]
    unsaid = [item for item in items if item.result in FINDINGS and not item.has_note]
    unproven = [item for item in items if item.result in GRADED and not item.has_evidence]
    return [
        *_unless(not unanswered, Unmet("items_unanswered", _named(unanswered))),
        *_unless(not skipped, Unmet("not_audited_without_note", _named(skipped))),
        *_unless(not unsaid, Unmet("finding_without_note", _named(unsaid))),
        *_unless(not unproven, Unmet("finding_without_evidence", _named(unproven))),
    ]


def unmet_step_taker(after: str, audit_kind: str, team: Team, user: str, roles: Collection[str]) -> list[Unmet]:
    """Why `user` may not take the step: who judges is who audited, and nobody beside them. Who plans calls off."""
    if after == State.CALLED_OFF:
        return [] if MANAGER_ROLE in roles else [Unmet("call_off_for_manager")]
    if audit_kind not in OWN_KINDS or after in (State.PREPARING, State.FIELDWORK) or user in team.auditors:
        return []
    if after == State.CLOSED and MANAGER_ROLE in roles:
        return []
    return [Unmet("step_for_auditors_only")]


def unmet_answerer(audit_kind: str, team: Team, user: str) -> list[Unmet]:
    """Why `user` may not write what was found: a result comes from the independent team alone."""
    return [] if audit_kind not in OWN_KINDS or user in team.bound else [Unmet("answer_for_team_only")]


def unmet_team(team: Team, roles_of: dict[str, Collection[str]]) -> list[Unmet]:
    """All reasons against who is named: somebody twice, or somebody who could not work on audits."""
    named = [team.lead, *(user for user, _role in team.members)]
    twice = sorted({user for user in named if user and named.count(user) > 1})
    without = sorted(user for user in team.auditors if AUDITOR_ROLE not in roles_of.get(user, ()))
    return [
        *(Unmet("auditor_twice", {"user": user}) for user in twice),
        *(Unmet("auditor_without_role", {"user": user}) for user in without),
    ]


def unmet_lead_change(state: str, before: str, after: str) -> list[Unmet]:
    """The lead auditor answers for what was found: from the beginning of the fieldwork on it is one person."""
    return [Unmet("lead_auditor_stays")] if state not in BEFORE_FIELDWORK and before != after else []


def unmet_kind_change(state: str, before: str, after: str) -> list[Unmet]:
    """Whose audit it is decides who has to be independent: that is settled before the fieldwork begins."""
    return [Unmet("kind_stays")] if state not in BEFORE_FIELDWORK and before != after else []


def unmet_days(starts_on: date | None, ends_on: date | None) -> list[Unmet]:
    return [Unmet("audit_ends_before_start")] if starts_on and ends_on and ends_on < starts_on else []


def progress_of(items: Sequence[Item]) -> tuple[int, int]:
    """How many items are answered, of how many."""
    return sum(1 for item in items if item.result), len(items)


def _unmet_plan(audit: Audit) -> list[Unmet]:
    unmet = _unless(audit.has_objectives, Unmet("audit_objectives_missing"))
    unmet += _unless(audit.has_criteria, Unmet("audit_criteria_missing"))
    unmet += _unless(audit.has_scope, Unmet("audit_scope_missing"))
    if audit.is_own:
        unmet += _unless(audit.has_lead, Unmet("lead_auditor_missing"))
        return unmet + _unless(audit.subjects or audit.requirements, Unmet("audit_without_subject"))
    return unmet + _unless(audit.has_body, Unmet("certification_body_missing"))


def _unmet_report(audit: Audit) -> list[Unmet]:
    unmet = _unless(audit.has_conclusion, Unmet("conclusion_missing"))
    unmet += _unless(audit.people_told, Unmet("nobody_to_tell"))
    loose = [item for item in audit.items if item.result in GRADED and not item.has_nonconformity]
    return unmet + _unless(not loose, Unmet("finding_without_nonconformity", _named(loose)))


def _named(items: Sequence[Item]) -> dict[str, Any]:
    """The clauses of items, each once, and how many items there are."""
    return {"clauses": ", ".join(dict.fromkeys(item.clause for item in items)), "count": len(items)}


def _unless(holds: object, reason: Unmet) -> list[Unmet]:
    return [] if holds else [reason]
