"""A sample of people that can be drawn again: by a seed, and by nobody's choice (ISO 19011; 4.5.4.2)."""

import hashlib
import re
from collections.abc import Collection
from math import isqrt

from sms_iso20000.rules.unmet import Unmet

# At least and at most so many, whatever the population.
FEWEST, MOST = 3, 10
# For so long a sample shows its names, and counts towards what may be drawn.
DAYS_SHOWN = 365
_DRAWN = re.compile(r"\[seed=([0-9a-f]{32}) size=(\d{1,2})\]\Z")


def largest(population: int) -> int:
    """How many of `population` one person may draw: the square root rounded up, 3 to 10, and never more than all."""
    root = isqrt(population) + (isqrt(population) ** 2 < population)
    return min(population, max(FEWEST, min(MOST, root)))


def unmet_for_drawing(size: int, population: int, drawn: int, reason: str) -> list[Unmet]:
    """All reasons why somebody who has `drawn` so many already cannot draw `size` more."""
    unmet = []
    if size < 1:
        unmet.append(Unmet("sample_empty"))
    elif size > population:
        unmet.append(Unmet("sample_larger_than_population", {"population": population}))
    elif drawn + size > largest(population):
        unmet.append(Unmet("sample_too_large", {"most": largest(population), "drawn": drawn}))
    return unmet if reason.strip() else [*unmet, Unmet("reason_missing")]


def draw(population: Collection[str], size: int, seed: str) -> list[str]:
    """The `size` members whose digest with the seed is lowest: the same ones whenever it is drawn again."""
    return sorted(set(population), key=lambda member: rank(seed, member))[:size]


def rank(seed: str, member: str) -> str:
    """What members are put in order by; it tells nothing of who they are."""
    return hashlib.sha256(f"{seed}\n{member}".encode()).hexdigest()


def written(seed: str, size: int, reason: str) -> str:
    """What the log of decisions keeps of a draw."""
    return f"{reason.strip()} [seed={seed} size={size}]"


def read(text: str) -> tuple[str, int] | None:
    """Seed and size of a draw, from what the log keeps; None where it is no draw."""
    found = _DRAWN.search(text or "")
    return (found.group(1), int(found.group(2))) if found else None
