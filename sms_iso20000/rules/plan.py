"""What a service management plan has to say before it is issued (ISO/IEC 20000-1:2011, 4.5.1 and 4.5.2)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sms_iso20000.rules.unmet import Unmet

LETTERS = "abcdefghijkl"
# The registers whose records answer each item; known limitations are written out.
REGISTERS: Mapping[str, tuple[str, ...]] = {
    "a": ("ITSM Objective",),
    "b": ("ITSM Service",),
    "c": (),
    "d": ("ITSM Policy", "ITSM Obligation"),
    "e": ("ITSM Appointment", "ITSM Process"),
    "f": ("ITSM Process", "ITSM Service"),
    "g": ("ITSM Resource Plan",),
    "h": ("ITSM Arrangement",),
    "i": ("ITSM Process",),
    "j": ("ITSM Risk",),
    "k": ("ITSM Service Asset",),
    "l": ("ITSM Objective", "ITSM Management Report"),
}
RETIRED = "Retired"
# What the seal of a plan covers.
CONTENT = (
    "title",
    "plan_owner",
    "change_summary",
    "organisational_unit",
    "organisational_unit_zh",
    "services",
    "sites",
    "customers",
    "technology",
    "exclusions",
    "scope_statement",
    "scope_statement_zh",
    *(f"item_{letter}" for letter in LETTERS),
    "links",
)


@dataclass(frozen=True)
class Item:
    """Item `letter` of the plan: what it is called, whether something is written, and how many live records answer."""

    letter: str
    title: str
    is_written: bool = False
    live_records: int = 0

    @property
    def is_filled(self) -> bool:
        return self.is_written or self.live_records > 0


@dataclass(frozen=True)
class ScopedService:
    """A service named in the scope, as its record stands today; `has_owner` says that somebody there answers for it."""

    name: str
    title: str
    system: str
    state: str
    has_owner: bool


@dataclass(frozen=True)
class Exclusion:
    excluded: str
    reason: str


@dataclass(frozen=True)
class ScopeParts:
    """How much of each part of the scope is written."""

    has_unit: bool
    services: int
    sites: int
    customers: int
    technology: int


def unmet_items(items: Iterable[Item]) -> list[Unmet]:
    """Items with neither a text nor a live record behind them (4.5.2 a to l)."""
    return [
        Unmet("plan_item_empty", {"letter": item.letter, "item": item.title}) for item in items if not item.is_filled
    ]


def unmet_parts(parts: ScopeParts) -> list[Unmet]:
    """Parts of the scope about which nothing is written (4.5.1)."""
    unmet = {
        Unmet("scope_without_unit"): parts.has_unit,
        Unmet("scope_without_services"): parts.services,
        Unmet("scope_without_sites"): parts.sites,
        Unmet("scope_without_customers"): parts.customers,
        Unmet("scope_without_technology"): parts.technology,
    }
    return [reason for reason, written in unmet.items() if not written]


def unmet_exclusions(exclusions: Iterable[Exclusion]) -> list[Unmet]:
    """What is left out is left out for a reason."""
    return [
        Unmet("exclusion_without_reason", {"excluded": exclusion.excluded})
        for exclusion in exclusions
        if not exclusion.reason.strip()
    ]


def unmet_contradictions(exclusions: Iterable[Exclusion], named: Collection[str]) -> list[Unmet]:
    """What is left out cannot be in scope as well; `named` is what the scope names, without capitals."""
    return [
        Unmet("excluded_and_in_scope", {"excluded": exclusion.excluded})
        for exclusion in exclusions
        if exclusion.excluded.strip().casefold() in named
    ]


def unmet_services(services: Iterable[ScopedService], system: str) -> list[Unmet]:
    """Services that cannot be in scope: of another system, retired, or without anybody who answers for them."""
    unmet = []
    for service in services:
        if service.system != system:
            unmet.append(Unmet("other_system", {"name": service.title, "system": system}))
        elif service.state == RETIRED:
            unmet.append(Unmet("retired_service_in_scope", {"service": service.title}))
        elif not service.has_owner:
            unmet.append(Unmet("service_without_owner_in_scope", {"service": service.title}))
    return unmet


def unmet_twice(part: str, values: Iterable[tuple[str, ...]]) -> list[Unmet]:
    """Each row of `part` stands once; capitals make no difference."""
    seen: set[tuple[str, ...]] = set()
    unmet = []
    for value in values:
        key = tuple(word.strip().casefold() for word in value)
        if key in seen:
            unmet.append(Unmet("scope_row_twice", {"part": part, "value": ", ".join(filter(None, value))}))
        seen.add(key)
    return unmet
