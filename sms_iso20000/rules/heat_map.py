"""Where risks lie on the matrix, as a grid to be drawn (4.1.1 g)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sms_iso20000.rules.risk_matrix import Band, Level, Matrix


@dataclass(frozen=True)
class Cell:
    """One field of the matrix; `entries` are whatever lies there."""

    likelihood: int
    impact: int
    band: Band | None
    entries: tuple = ()


@dataclass(frozen=True)
class Row:
    level: Level
    cells: tuple[Cell, ...]


def grid(matrix: Matrix, places: Iterable[tuple[int, int, object]]) -> tuple[Row, ...]:
    """The matrix from the highest likelihood down, each entry of `places` (likelihood, impact, entry) in its cell.

    What lies at levels that the matrix does not have, such as 0 for not assessed, is left out.
    """
    lying: dict[tuple[int, int], list] = {}
    for likelihood, impact, entry in places:
        lying.setdefault((likelihood, impact), []).append(entry)
    return tuple(
        Row(
            row,
            tuple(
                Cell(
                    row.level,
                    column.level,
                    matrix.band_of(row.level * column.level),
                    tuple(lying.get((row.level, column.level), ())),
                )
                for column in matrix.impact
            ),
        )
        for row in reversed(matrix.likelihood)
    )
