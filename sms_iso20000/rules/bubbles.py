"""Where the bubbles of a picture lie, effort across and benefit up (4.5.5.2). Lengths are in units of the drawing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

SIZES = 5
WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 60, 20, 20, 50
LEAST, MOST = 8, 26
APART = 30


@dataclass(frozen=True)
class Bubble:
    """A circle and the `index` of what it stands for."""

    index: int
    x: float
    y: float
    radius: float


def bubbles(places: Sequence[tuple[int, int, float]]) -> list[Bubble]:
    """A circle for each of `places` (effort and benefit from 1 to 5, score from 0 to 100), the largest first, so that
    a small one is never hidden. Those at one place stand in a ring around it."""
    at_place: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, (effort, benefit, _score) in enumerate(places):
        at_place[effort, benefit].append(index)
    drawn = []
    for (effort, benefit), indexes in at_place.items():
        for turn, index in enumerate(indexes):
            dx, dy = _offset(turn, len(indexes))
            x, y = across(effort) + dx, up(benefit) + dy
            drawn.append(Bubble(index, round(x, 1), round(y, 1), round(_radius(places[index][2]), 1)))
    return sorted(drawn, key=lambda bubble: (-bubble.radius, bubble.index))


def across(effort: int) -> float:
    """The column of an effort from 1 to 5, in the middle."""
    return LEFT + (WIDTH - LEFT - RIGHT) * (effort - 0.5) / SIZES


def up(benefit: int) -> float:
    """The row of a benefit from 1 to 5, in the middle; the largest is on top."""
    return TOP + (HEIGHT - TOP - BOTTOM) * (SIZES - benefit + 0.5) / SIZES


def _radius(score: float) -> float:
    """Areas, not radii, grow with the score."""
    return LEAST + (MOST - LEAST) * sqrt(max(0.0, min(100.0, score)) / 100)


def _offset(turn: int, number: int) -> tuple[float, float]:
    if number == 1:
        return 0.0, 0.0
    angle = 2 * pi * turn / number
    # What stands in a ring stays within its cell.
    return APART * 1.4 * cos(angle), APART * 0.7 * sin(angle)
