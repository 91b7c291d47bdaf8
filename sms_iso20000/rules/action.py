"""Life of an action: done by somebody, and checked by another (4.5.3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sms_iso20000.rules.objective import as_number
from sms_iso20000.rules.unmet import Unmet


class Status(str, Enum):
    OPEN = "Open"
    IN_PROGRESS = "In Progress"
    DONE = "Done"
    VERIFIED = "Verified"
    INEFFECTIVE = "Ineffective"
    CANCELLED = "Cancelled"


class Step(str, Enum):
    START = "Start"
    COMPLETE = "Complete"
    VERIFY = "Verify"
    FIND_INEFFECTIVE = "Find Ineffective"
    REOPEN = "Reopen"
    CANCEL = "Cancel"


@dataclass(frozen=True)
class Leads:
    """From which statuses a step is taken, to which it leads, and which decision it is."""

    before: tuple[Status, ...]
    after: Status
    decision: str


# Something is still to be done, and what is to be done may be changed.
LIVE = (Status.OPEN, Status.IN_PROGRESS)
STEPS = {
    Step.START: Leads((Status.OPEN,), Status.IN_PROGRESS, "Started"),
    Step.COMPLETE: Leads(LIVE, Status.DONE, "Done"),
    Step.VERIFY: Leads((Status.DONE,), Status.VERIFIED, "Verified"),
    Step.FIND_INEFFECTIVE: Leads((Status.DONE,), Status.INEFFECTIVE, "Ineffective"),
    Step.REOPEN: Leads((Status.DONE, Status.INEFFECTIVE), Status.IN_PROGRESS, "Reopened"),
    Step.CANCEL: Leads(LIVE, Status.CANCELLED, "Cancelled"),
}
CHECKS = (Step.VERIFY, Step.FIND_INEFFECTIVE)
NEEDS_REASON = (Step.FIND_INEFFECTIVE, Step.REOPEN, Step.CANCEL)
# Decisions that show who worked at an action, whoever it was handed to later.
WORKED = (STEPS[Step.START].decision, STEPS[Step.COMPLETE].decision)
MANAGER = "ITSM Manager"
# Who is responsible for other people's actions, or judges them.
CHECKERS = frozenset({MANAGER, "ITSM Top Management", "ITSM Process Owner", "ITSM Auditor"})
PLAN_ACTIVITY = "Plan Activity"
CORRECTION = "Correction"
CORRECTIVE = "Corrective"
PREVENTIVE = "Preventive"
# Kinds that are not over before somebody else has found that they brought what they were to bring.
NEEDS_CHECK = frozenset({CORRECTIVE, PREVENTIVE})
FULL = 100


@dataclass(frozen=True)
class Actor:
    """Who acts, and in which roles."""

    user: str
    roles: Collection[str] = ()

    @property
    def is_manager(self) -> bool:
        return MANAGER in self.roles


def unmet_step(step: Step, responsible: str, hands: Collection[str], actor: Actor, text: str = "") -> list[Unmet]:
    """All reasons why `actor` cannot take `step`; `hands` are who ever began or completed the action, and `text` is the
    evidence, the remarks or the reason given with the step."""
    unmet = _unmet_checker(responsible, hands, actor) if step in CHECKS else unmet_actor(responsible, actor)
    if step is Step.COMPLETE and not text.strip():
        unmet.append(Unmet("completion_without_evidence"))
    if step in NEEDS_REASON and not text.strip():
        unmet.append(Unmet("reason_missing"))
    return unmet


def steps_open_to(actor: Actor, status: str, responsible: str, hands: Collection[str]) -> list[Step]:
    """The steps that `actor` may take now, given what has to be said with them."""
    given = "…"
    return [
        step for step in Step if status in STEPS[step].before and not unmet_step(step, responsible, hands, actor, given)
    ]


def unmet_actor(responsible: str, actor: Actor) -> list[Unmet]:
    """Whoever carries out an action is responsible for it, or an ITSM Manager."""
    return [] if actor.user == responsible or actor.is_manager else [Unmet("not_responsible_for_action")]


def unmet_dates(starts_on: date | None, due_on: date | None, today: date, is_due_anew: bool) -> list[Unmet]:
    """All reasons against the days; `is_due_anew` says that the due day is set now, which must not be past."""
    unmet = []
    if starts_on and due_on and due_on < starts_on:
        unmet.append(Unmet("action_due_before_start"))
    if due_on and is_due_anew and due_on < today:
        unmet.append(Unmet("action_due_day_over"))
    return unmet


def unmet_plan_item(kind: str, plan_item: str) -> list[Unmet]:
    return [Unmet("plan_item_without_plan")] if plan_item and kind != PLAN_ACTIVITY else []


def as_progress(value: object) -> float | None:
    """Percent from 0 to 100 as it was given; None for anything else."""
    number = as_number(value)
    return number if number is not None and 0 <= number <= FULL else None


def is_overdue(status: str, due_on: date | None, today: date) -> bool:
    return status in LIVE and due_on is not None and due_on < today


def is_settled(kind: str, status: str) -> bool:
    """Whether nothing is left to do: done, and checked where the kind demands it, or given up."""
    over = (Status.VERIFIED, Status.CANCELLED)
    return status in (over if kind in NEEDS_CHECK else (*over, Status.DONE))


def _unmet_checker(responsible: str, hands: Collection[str], actor: Actor) -> list[Unmet]:
    if actor.user in (responsible, *hands):
        return [Unmet("checker_did_it")]
    return [] if CHECKERS.intersection(actor.roles) else [Unmet("checker_without_role")]
