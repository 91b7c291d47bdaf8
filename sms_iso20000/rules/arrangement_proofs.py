"""The four proofs that we govern what others operate, as lights and flags as of a day (4.2 a-d)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sms_iso20000.rules.arrangement import AT_WORK, PROOFS, Arrangement, State, unmet_for_proof
from sms_iso20000.rules.standing import Standing
from sms_iso20000.rules.unmet import Unmet

WHOLLY_BY_OTHERS = "Wholly by Others"
BY_OTHERS = frozenset({"Partly by Others", WHOLLY_BY_OTHERS})


class Flag(str, Enum):
    """What has to be acted on, whatever the lights."""

    NO_AGREEMENT = "no_agreement"
    OWNER_GONE = "owner_gone"
    NO_REVIEW = "no_review"
    NO_IMPROVEMENT_DECISION = "no_improvement_decision"
    NOTHING_IN_HOUSE = "nothing_in_house"


class Colour(str, Enum):
    """Green: complete, and the evidence is current. Amber: described, but the evidence is missing or too old.
    Red: missing, or no longer true."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Light:
    """The colour of one proof; `reasons` says what keeps it from green."""

    colour: Colour
    reasons: tuple[Unmet, ...] = ()

    @property
    def why(self) -> list[str]:
        """The codes of the reasons."""
        return [reason.code for reason in self.reasons]


@dataclass(frozen=True)
class Evidence:
    """What is on record beside the terms of an arrangement, as of a day.

    `decides_improvement`: a review approved within the interval decided an improvement, or said why there is none.
    """

    last_reviewed_on: date | None = None
    is_review_overdue: bool = False
    is_measured: bool = False
    is_definition_review_overdue: bool = False
    decides_improvement: bool = False


def lights_of(arrangement: Arrangement, evidence: Evidence) -> dict[str, Light]:
    """The light of each proof, by letter."""
    return {letter: _light(letter, arrangement, evidence) for letter in PROOFS}


def lights_without_arrangement() -> dict[str, Light]:
    """Those of a process that others operate and nothing is arranged for."""
    return {letter: Light(Colour.RED, (Unmet("nothing_arranged"),)) for letter in PROOFS}


def flags_of(arrangement: Arrangement, evidence: Evidence, operated_by: str) -> list[Flag]:
    """Those that one arrangement raises; `operated_by` is what its process says."""
    begun, at_work = arrangement.state != State.DRAFT, arrangement.state in AT_WORK
    lacks_agreement = arrangement.agreement is not Standing.STANDS if begun else operated_by in BY_OTHERS
    raised = {
        Flag.NO_AGREEMENT: lacks_agreement,
        Flag.OWNER_GONE: not (arrangement.has_owner and arrangement.is_owner_in_place),
        Flag.NO_REVIEW: at_work and (evidence.is_review_overdue or not evidence.last_reviewed_on),
        Flag.NO_IMPROVEMENT_DECISION: at_work and not evidence.decides_improvement,
    }
    return [flag for flag, is_raised in raised.items() if is_raised]


def nothing_in_house(operated_by: Collection[str]) -> bool:
    """Whether others operate every active process wholly (8.2.3.1 of the 2018 edition); takes one answer for each."""
    return bool(operated_by) and set(operated_by) == {WHOLLY_BY_OTHERS}


def _light(letter: str, arrangement: Arrangement, evidence: Evidence) -> Light:
    if missing := unmet_for_proof(letter, arrangement):
        return Light(Colour.RED, tuple(missing))
    wanting = {"a": _not_agreed, "b": _definition_aged, "c": _not_measured, "d": _nothing_decided}[letter]
    reasons = tuple(wanting(arrangement, evidence))
    return Light(Colour.AMBER if reasons else Colour.GREEN, reasons)


def _not_agreed(arrangement: Arrangement, _evidence: Evidence) -> list[Unmet]:
    return [Unmet("arrangement_not_agreed")] if arrangement.state == State.DRAFT else []


def _definition_aged(_arrangement: Arrangement, evidence: Evidence) -> list[Unmet]:
    return [Unmet("definition_review_overdue")] if evidence.is_definition_review_overdue else []


def _not_measured(_arrangement: Arrangement, evidence: Evidence) -> list[Unmet]:
    if not evidence.last_reviewed_on:
        return [Unmet("arrangement_never_reviewed")]
    unmet = [Unmet("arrangement_review_overdue")] if evidence.is_review_overdue else []
    return unmet if evidence.is_measured else [*unmet, Unmet("nothing_measured")]


def _nothing_decided(_arrangement: Arrangement, evidence: Evidence) -> list[Unmet]:
    return [] if evidence.decides_improvement else [Unmet("no_improvement_decision")]
