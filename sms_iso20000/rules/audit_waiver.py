"""Who may let an auditor work in spite of a stake, and when that still counts (4.5.4.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from sms_iso20000.rules.independence import Conflict, Line, Stake
from sms_iso20000.rules.unmet import Unmet

MANAGER_ROLE = "ITSM Manager"


class Stage(str, Enum):
    DRAFT = "Draft"
    GRANTED = "Granted"
    CONFIRMED = "Confirmed"
    VOID = "Void"


@dataclass(frozen=True)
class Actor:
    """Who decides, in which capacity."""

    user: str
    is_top_management: bool = False
    is_manager: bool = False


@dataclass(frozen=True)
class Chain:
    """Whom a waiver is about: the auditor, and those in their line whose stakes make them depend."""

    auditor: str
    through: frozenset[str] = frozenset()

    @property
    def people(self) -> frozenset[str]:
        return self.through | {self.auditor}


def unmet_conflicts(conflicts: Collection[Conflict]) -> list[Unmet]:
    return [] if conflicts else [Unmet("nothing_to_waive")]


def unmet_granter(actor: Actor, chain: Chain, stakes: Collection[Stake], lines: Collection[Line]) -> list[Unmet]:
    """All reasons why `actor` cannot grant; `stakes` are those in the records that the waiver is about."""
    unmet = [] if actor.is_top_management else [Unmet("waiver_by_top_management_only")]
    return unmet + unmet_outside(actor.user, chain, stakes, lines)


def unmet_confirmer(
    actor: Actor, granter: str, chain: Chain, stakes: Collection[Stake], lines: Collection[Line]
) -> list[Unmet]:
    """All reasons why `actor` cannot be the second reviewer."""
    unmet = [] if actor.is_top_management or actor.is_manager else [Unmet("waiver_confirmed_by_others")]
    if actor.user == granter:
        unmet.append(Unmet("waiver_needs_second_person"))
    return unmet + unmet_outside(actor.user, chain, stakes, lines)


def unmet_outside(user: str, chain: Chain, stakes: Collection[Stake], lines: Collection[Line]) -> list[Unmet]:
    """Why `user` does not stand outside: the auditor, in a line with one of the chain, or with a stake in the same
    records."""
    if user == chain.auditor:
        return [Unmet("waiver_for_oneself")]
    unmet = []
    if any((user, person) in lines or (person, user) in lines for person in chain.people):
        unmet.append(Unmet("waiver_in_line_of_auditor"))
    own = sorted({stake.name for stake in stakes if stake.user == user})
    if own:
        unmet.append(Unmet("waiver_by_stakeholder", {"records": ", ".join(own)}))
    return unmet
