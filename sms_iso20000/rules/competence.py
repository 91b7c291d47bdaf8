"""What people have to be able to do for services, what they are able to do, and what is missing (4.4.2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sms_iso20000.rules.unmet import Unmet

LOWEST, HIGHEST = 1, 5
DAYS_BEFORE_EXPIRY = 60
# Of fewer people a number tells how each of them stands.
SMALLEST_GROUP = 3
DRAFT, VERIFIED, WITHDRAWN = "Draft", "Verified", "Withdrawn"
MANAGER = "ITSM Manager"


class NeededBy(str, Enum):
    """Who a requirement is about."""

    PROCESS_ROLE = "Process Role"
    PROCESS_OWNER = "Process Owner"
    ROLE = "Role"


class Standing(str, Enum):
    """How a person stands to a competence they need, the gravest first."""

    LACKING = "Lacking"
    EXPIRED = "Expired"
    PLANNED = "Training Planned"
    EXPIRES_SOON = "Expires Soon"
    HELD = "Fulfilled"


# A person who is needed cannot do the work yet, or cannot show it any more.
GAPS = (Standing.LACKING, Standing.EXPIRED, Standing.PLANNED)


@dataclass(frozen=True)
class Held:
    """A level that somebody holds, and until when; `is_from_host` says that HRMS knows it, and no record of ours."""

    level: int
    expires_on: date | None = None
    is_from_host: bool = False


@dataclass(frozen=True)
class Cell:
    """One person and one competence: the level needed (0 where none is), the best held, and what follows."""

    needed: int
    level: int
    standing: Standing | None
    expires_on: date | None = None
    is_from_host: bool = False


# -- what is missing -------------------------------------------------------------------------------------------------


def is_valid(held: Held, today: date) -> bool:
    """Whether it still counts on `today`; the last day counts."""
    return held.expires_on is None or held.expires_on >= today


def best(held: Iterable[Held], today: date, needed: int) -> Held | None:
    """What counts most for who needs level `needed`: enough before too little, valid before expired, the longest to
    run of what is enough and else the highest level, a record of ours first; None where nothing is held."""

    def weight(one: Held) -> tuple:
        is_enough, runs = one.level >= needed, one.expires_on or date.max
        order = (runs, one.level) if is_enough else (one.level, runs)
        return is_enough, is_valid(one, today), *order, not one.is_from_host

    return max(held, key=weight, default=None)


def cell_of(needed: int, held: Collection[Held], is_planned: bool, today: date) -> Cell:
    """How somebody stands who needs level `needed`; `is_planned` where a training to that level is still to count."""
    shown = best(held, today, needed)
    enough = shown if shown and shown.level >= needed else None
    level, expires_on, is_from_host = (shown.level, shown.expires_on, shown.is_from_host) if shown else (0, None, False)
    return Cell(needed, level, _standing(needed, enough, is_planned, today), expires_on, is_from_host)


def _standing(needed: int, enough: Held | None, is_planned: bool, today: date) -> Standing | None:
    if not needed:
        return None
    if enough and is_valid(enough, today):
        soon = enough.expires_on is not None and enough.expires_on <= today + timedelta(days=DAYS_BEFORE_EXPIRY)
        return Standing.EXPIRES_SOON if soon else Standing.HELD
    if is_planned:
        return Standing.PLANNED
    return Standing.EXPIRED if enough else Standing.LACKING


# -- refusals --------------------------------------------------------------------------------------------------------


def unmet_level(level: object) -> list[Unmet]:
    """Why a level, as a person or a request gave it, is none."""
    return [] if as_level(level) else [Unmet("level_out_of_range", {"lowest": LOWEST, "highest": HIGHEST})]


def as_level(level: object) -> int | None:
    """The level as a number; None where it is none."""
    text = str(level if level is not None else "").strip()
    return int(text) if text in {str(number) for number in range(LOWEST, HIGHEST + 1)} else None


def unmet_dates(obtained_on: date | None, expires_on: date | None, today: date) -> list[Unmet]:
    """What is wrong with when something was obtained and until when it counts."""
    unmet = []
    if obtained_on and obtained_on > today:
        unmet.append(Unmet("obtained_in_future"))
    if obtained_on and expires_on and expires_on < obtained_on:
        unmet.append(Unmet("expiry_before_obtained"))
    return unmet


def unmet_for_withdrawing(actor: str, person: str, is_manager: bool, manages: bool) -> list[Unmet]:
    """Why `actor` cannot take back a verified record: nobody does so of themselves."""
    return [] if actor != person and (is_manager or manages) else [Unmet("withdrawer_not_entitled", {"user": actor})]


def unmet_for_recording(actor: str, person: str, may_see: bool) -> list[Unmet]:
    """Why `actor` cannot record something about `person`; everybody may about themselves."""
    return [] if actor == person or may_see else [Unmet("person_not_yours")]


def unmet_for_judging(actor: str, person: str, recorded_by: str, is_manager: bool, manages: bool) -> list[Unmet]:
    """All reasons why `actor` cannot verify a record: it takes somebody who neither is the person nor recorded it."""
    unmet = []
    if actor == person:
        unmet.append(Unmet("self_verified"))
    if actor == recorded_by:
        unmet.append(Unmet("verified_by_recorder"))
    if not (is_manager or manages):
        unmet.append(Unmet("verifier_not_entitled", {"user": actor}))
    return unmet


def unmet_role_title(role_title: str, known: Collection[str], process: str) -> list[Unmet]:
    """Why no role of that title is found in a process."""
    if same_title(role_title) in {same_title(title) for title in known}:
        return []
    return [Unmet("role_title_unknown", {"role": role_title, "process": process})]


def same_title(title: str | None) -> str:
    """What two spellings of one title have in common."""
    return " ".join((title or "").split()).casefold()
