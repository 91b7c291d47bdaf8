"""Where the points of a curve over months lie (4.5.4.3). Lengths are in units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 150
LEFT, RIGHT, TOP, BOTTOM = 24, 24, 26, 24


@dataclass(frozen=True)
class Point:
    """A value, and the index of its month."""

    index: int
    x: float
    y: float
    value: float


def points(values: Sequence[float | None]) -> list[Point]:
    """A point for each value that was measured, across by its month and up by its size.

    Nothing lies at the bottom and the greatest at the top, so that heights compare as the values do.
    """
    known = [value for value in values if value is not None]
    if not known:
        return []
    least = min(0, *known)
    span = max(0, *known) - least
    return [
        Point(index, across(index, len(values)), _up((value - least) / span if span else 0), value)
        for index, value in enumerate(values)
        if value is not None
    ]


def lines(found: Sequence[Point]) -> list[list[Point]]:
    """The points in pieces that are drawn through: a month that was not measured breaks the line."""
    pieces: list[list[Point]] = []
    for point in found:
        if pieces and pieces[-1][-1].index == point.index - 1:
            pieces[-1].append(point)
        else:
            pieces.append([point])
    return pieces


def across(index: int, months: int) -> float:
    """The place of a month among so many."""
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (index / (months - 1) if months > 1 else 0.5), 1)


def _up(height: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * height, 1)
