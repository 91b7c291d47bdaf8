"""What became of the world a plan was made for: what came, went and changed since (ISO/IEC 20000-1:2011, 4.5.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

# In the order in which they are shown.
FAMILIES = ("services", "parties", "sites", "obligations", "objectives", "risks", "criteria")

# Family, then key of the entry, then the entry as `entry` makes it.
Picture = Mapping[str, Mapping[str, Mapping[str, Any]]]


class Move(str, Enum):
    CAME = "Came"
    WENT = "Went"
    CHANGED = "Changed"


@dataclass(frozen=True)
class Change:
    """One fact of an entry and its values, as text or as a list of texts."""

    fact: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Drift:
    """One entry that is not as it was; `record` is the record type and name to open."""

    family: str
    move: Move
    record: tuple[str, str]
    title: str
    changes: tuple[Change, ...] = ()


def entry(record: tuple[str, str], title: str, /, **facts: Any) -> dict[str, Any]:
    """One entry of a picture, as plain values that are the same before and after JSON."""
    return {"record": list(record), "title": title, "facts": facts}


def drift_between(before: Picture, after: Picture) -> list[Drift]:
    """What came, went and changed from one picture to the other, by family in their order, then by move and title.

    A fact that one of the two pictures does not hold is not compared: a picture taken by an earlier release of the
    app has fewer.
    """
    found = []
    for family in FAMILIES:
        earlier, later = before.get(family), after.get(family, {})
        if earlier is None:
            continue
        rows = [_drift(family, Move.CAME, later[key]) for key in later.keys() - earlier.keys()]
        rows += [_drift(family, Move.WENT, earlier[key]) for key in earlier.keys() - later.keys()]
        rows += [
            _drift(family, Move.CHANGED, later[key], changes)
            for key in earlier.keys() & later.keys()
            if (changes := _changes(earlier[key]["facts"], later[key]["facts"]))
        ]
        moves = list(Move)
        found += sorted(rows, key=lambda row: (moves.index(row.move), row.title, row.record))
    return found


def _drift(family: str, move: Move, of: Mapping[str, Any], changes: tuple[Change, ...] = ()) -> Drift:
    doctype, name = of["record"]
    return Drift(family, move, (doctype, name), of["title"], changes)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(fact, before[fact], value) for fact, value in after.items() if fact in before and before[fact] != value
    )
