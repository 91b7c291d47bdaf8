"""Life of a service of the catalogue, and what it takes for customers to use it (4.1.4 a, 4.5.1)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sms_iso20000.rules.standing import Standing
from sms_iso20000.rules.step import unmet_way
from sms_iso20000.rules.unmet import Unmet


class State(str, Enum):
    PROPOSED = "Proposed"
    IN_TRANSITION = "In Transition"
    LIVE = "Live"
    RETIRED = "Retired"


NEXT = {
    State.PROPOSED: {State.IN_TRANSITION, State.RETIRED},
    State.IN_TRANSITION: {State.LIVE, State.PROPOSED, State.RETIRED},
    State.LIVE: {State.RETIRED},
    State.RETIRED: {State.PROPOSED},
}
# In these somebody has to answer for the service.
IN_USE = (State.IN_TRANSITION, State.LIVE)
# The steps that a person gives a reason for.
NEEDS_REASON = frozenset({State.PROPOSED, State.RETIRED})
# What only the steps write.
LIFE_FIELDS = ("live_since", "retired_on", "step_reason", "reason_for")
# Who or what requires something of a service.
SOURCES = ("Customer", "Law", "Contract", "Organisation")


@dataclass(frozen=True)
class Service:
    """What the gates need to know of one service; `stated` counts the requirements with a target or a reference, and
    `agreements` has the standing of each agreement named."""

    has_owner: bool = False
    is_owner_in_place: bool = False
    has_description: bool = False
    customers: int = 0
    requirements: int = 0
    stated: int = 0
    agreements: tuple[Standing, ...] = ()
    sites: int = 0
    processes: int = 0


def illegal_step(before: str, after: str) -> list[Unmet]:
    """Reasons against a step of a person from `before` to `after`, whatever the service."""
    return unmet_way(NEXT, before, after)


def unmet_for_step(after: str, service: Service) -> list[Unmet]:
    """All reasons of its own why `service` cannot enter `after`."""
    if after == State.IN_TRANSITION:
        return [*unmet_owner(service), *_unless(service.has_description, Unmet("service_description_missing"))]
    return unmet_for_live(service) if after == State.LIVE else []


def unmet_for_live(service: Service) -> list[Unmet]:
    """All that a service lacks for customers to use it; also what a live one has lost."""
    return [
        *unmet_owner(service),
        *_unless(service.has_description, Unmet("service_description_missing")),
        *unmet_requirements(service),
        *unmet_agreement(service),
        *_unless(service.customers, Unmet("service_customer_missing")),
        *_unless(service.sites, Unmet("service_site_missing")),
        *_unless(service.processes, Unmet("service_process_missing")),
    ]


def unmet_owner(service: Service) -> list[Unmet]:
    """Why nobody answers for the service."""
    if not service.has_owner:
        return [Unmet("service_owner_missing")]
    return _unless(service.is_owner_in_place, Unmet("service_owner_gone"))


def unmet_requirements(service: Service) -> list[Unmet]:
    """Why nobody could tell whether the service does what is required of it."""
    if not service.requirements:
        return [Unmet("service_requirement_missing")]
    return _unless(service.stated, Unmet("service_requirement_not_stated"))


def unmet_agreement(service: Service) -> list[Unmet]:
    """Why nothing is agreed on the level of the service."""
    if not service.agreements:
        return [Unmet("service_agreement_missing")]
    return _unless(Standing.STANDS in service.agreements, Unmet("service_agreement_not_standing"))


def is_stated(requirement: Mapping[str, Any]) -> bool:
    """Whether a requirement says what it is met by: a target, or where it is written."""
    return bool(_text(requirement.get("target")) or _text(requirement.get("reference")))


def stamps_for(after: str, today: date) -> dict[str, Any]:
    """What a step to `after` writes beside the state and its reason."""
    return {
        State.PROPOSED: {"live_since": None, "retired_on": None},
        State.LIVE: {"live_since": today},
        State.RETIRED: {"retired_on": today},
    }.get(State(after), {})


def decision_for(before: str, after: str) -> str:
    """The decision that the step from `before` to `after` is."""
    if before == State.RETIRED:
        return "Reopened"
    return {
        State.PROPOSED: "Returned to Proposal",
        State.IN_TRANSITION: "Transition Begun",
        State.LIVE: "Put Live",
        State.RETIRED: "Retired",
    }[State(after)]


def names_in_tickets(text: str | None) -> tuple[str, ...]:
    """What tickets call a service: one name a line, none twice."""
    return tuple(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


def unmet_sources(requirements: Iterable[Mapping[str, Any]]) -> list[Unmet]:
    """Requirements that do not say whose they are."""
    return [
        Unmet("requirement_without_source", {"requirement": _text(row.get("requirement")) or "?"})
        for row in requirements
        if row.get("source") not in SOURCES
    ]


def named_twice(keys: Sequence[tuple]) -> list[tuple]:
    """Those of `keys` that come more than once, each once; letter case and blanks around texts do not count."""
    seen: set[tuple] = set()
    twice: dict[tuple, tuple] = {}
    for key in keys:
        folded = tuple(_text(part).casefold() for part in key)
        if folded in seen:
            twice.setdefault(folded, key)
        seen.add(folded)
    return list(twice.values())


def ring_through(service: str, rests_on: Mapping[str, Collection[str]]) -> list[str] | None:
    """The shortest way back from `service` to itself, over what each service rests on: the services between in their
    order, none for one that rests on itself. None where nothing leads back."""
    ways = [[name] for name in rests_on.get(service, ())]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        if way[-1] == service:
            return way[:-1]
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, name] for name in rests_on.get(way[-1], ())]
    return None


def _unless(holds: object, reason: Unmet) -> list[Unmet]:
    return [] if holds else [reason]


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
