"""The life of a training or another measure that closes a gap in competence (4.4.2 b and c)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sms_iso20000.rules.unmet import Unmet

PLANNED, HELD, EVALUATED, CANCELLED = "Planned", "Held", "Evaluated", "Cancelled"
# In these something is still to come of it.
OPEN = (PLANNED, HELD)
TO_ATTEND, ATTENDED, ABSENT, TAKEN_OFF = "Planned", "Attended", "Absent", "Taken Off"
NOT_EVALUATED, EFFECTIVE, NOT_EFFECTIVE = "Not Evaluated", "Effective", "Not Effective"


@dataclass(frozen=True)
class Seat:
    """One person in a training."""

    user: str
    attendance: str = TO_ATTEND
    effect: str = NOT_EVALUATED

    @property
    def is_open(self) -> bool:
        """Whether this training may still give the person what it is for."""
        return self.attendance in (TO_ATTEND, ATTENDED) and self.effect == NOT_EVALUATED

    @property
    def awaits_evaluation(self) -> bool:
        return self.attendance == ATTENDED and self.effect == NOT_EVALUATED


@dataclass(frozen=True)
class Evaluation:
    """Somebody's judgement of what a training did for one person."""

    evaluator: str
    seat: Seat | None
    effect: str
    trainer: str = ""
    is_manager: bool = False
    manages: bool = False


def evaluation_due(ends_on: date, delay: int) -> date:
    """The first day on which its effect is evaluated, `delay` days after the last day."""
    return ends_on + timedelta(days=delay)


def evaluation_late(ends_on: date, delay: int, today: date) -> bool:
    """Whether evaluating has taken longer than as many days again."""
    return today > ends_on + timedelta(days=2 * delay)


def unmet_plan(starts_on: date | None, ends_on: date | None) -> list[Unmet]:
    """What is wrong with the days of a training."""
    return [Unmet("training_ends_before_start")] if starts_on and ends_on and ends_on < starts_on else []


def unmet_for_adding(users: Collection[str], seats: Collection[Seat], trainer: str) -> list[Unmet]:
    """All reasons why people cannot be put on the list."""
    named = list(users)
    seated = {seat.user for seat in seats if seat.attendance != TAKEN_OFF}
    twice = sorted({user for user in named if named.count(user) > 1 or user in seated})
    unmet = [Unmet("participant_twice", {"user": user}) for user in twice]
    if trainer and trainer in named:
        unmet.append(Unmet("trainer_is_participant", {"user": trainer}))
    return unmet if named else [Unmet("nobody_named")]


def unmet_for_holding(seats: Collection[Seat], attended: Collection[str], ends_on: date, today: date) -> list[Unmet]:
    """All reasons why a training cannot be recorded as held."""
    seated = {seat.user for seat in seats if seat.attendance != TAKEN_OFF}
    unmet = [Unmet("training_not_over", {"day": ends_on.isoformat()})] if ends_on > today else []
    unmet += [Unmet("not_a_participant", {"user": user}) for user in sorted(set(attended) - seated)]
    return unmet if set(attended) & seated else [*unmet, Unmet("nobody_attended")]


def unmet_for_evaluating(evaluation: Evaluation, due_on: date, today: date) -> list[Unmet]:
    """All reasons against a judgement: too early, by one's own trainer or oneself, of somebody who was not there."""
    unmet, seat = [], evaluation.seat
    if evaluation.effect not in (EFFECTIVE, NOT_EFFECTIVE):
        unmet.append(Unmet("effect_unknown", {"effect": evaluation.effect}))
    if seat is None or seat.attendance != ATTENDED:
        unmet.append(Unmet("participant_not_attended"))
    elif seat.effect != NOT_EVALUATED:
        unmet.append(Unmet("evaluated_already"))
    if seat and evaluation.evaluator == seat.user:
        unmet.append(Unmet("self_evaluated"))
    if evaluation.evaluator == evaluation.trainer:
        unmet.append(Unmet("evaluated_by_trainer"))
    if not (evaluation.is_manager or evaluation.manages):
        unmet.append(Unmet("evaluator_not_entitled", {"user": evaluation.evaluator}))
    if today < due_on:
        unmet.append(Unmet("evaluated_too_early", {"day": due_on.isoformat()}))
    return unmet


def is_evaluated(seats: Collection[Seat]) -> bool:
    """Whether nothing is left to evaluate."""
    return not any(seat.awaits_evaluation for seat in seats)
