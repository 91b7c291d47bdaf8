"""The matrix that risks are judged on: levels, bands of scores and the criterion for acceptance (4.1.1 g)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sms_iso20000.rules.unmet import Unmet

FEWEST_LEVELS, MOST_LEVELS = 2, 10


@dataclass(frozen=True)
class Level:
    level: int
    title: str
    meaning: str = ""


@dataclass(frozen=True)
class Band:
    """Scores from `from_score` up to the next band."""

    from_score: int
    title: str
    colour: str


@dataclass(frozen=True)
class Matrix:
    """Levels run from 1 to the gravest. `criterion` is the highest score that needs no acceptance by top management."""

    likelihood: tuple[Level, ...]
    impact: tuple[Level, ...]
    bands: tuple[Band, ...]
    criterion: int

    @property
    def highest_score(self) -> int:
        return len(self.likelihood) * len(self.impact)

    def is_above_criterion(self, score: int) -> bool:
        return score > self.criterion

    def band_of(self, score: int) -> Band | None:
        """The band of `score`; None for 0, which means not assessed."""
        fitting = [band for band in self.bands if score and band.from_score <= score]
        return max(fitting, key=lambda band: band.from_score) if fitting else None


def whole_number(value: object) -> int:
    """`value` as a level, be it a number or text; 0, which is no level, where it is no whole number."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() else 0


def unmet_levels(levels: Sequence[Level], table: str) -> list[Unmet]:
    """All reasons against the levels of one axis; `table` is what its table is called."""
    unmet = []
    if not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        unmet.append(Unmet("level_count", {"table": table, "fewest": FEWEST_LEVELS, "most": MOST_LEVELS}))
    if sorted(level.level for level in levels) != list(range(1, len(levels) + 1)):
        unmet.append(Unmet("levels_not_consecutive", {"table": table}))
    return unmet + _repeated(levels, table)


def unmet_bands(bands: Sequence[Band], table: str) -> list[Unmet]:
    """All reasons against the bands; `table` is what their table is called."""
    starts = [band.from_score for band in bands]
    unmet = [] if starts[:1] == [1] else [Unmet("bands_not_from_one", {"table": table})]
    if starts != sorted(set(starts)):
        unmet.append(Unmet("bands_not_rising", {"table": table}))
    return unmet + _repeated(bands, table)


def unmet_criterion(matrix: Matrix, field: str) -> list[Unmet]:
    """The criterion lies on the matrix; `field` is what it is called."""
    if 1 <= matrix.criterion <= matrix.highest_score:
        return []
    return [Unmet("criterion_off_matrix", {"field": field, "highest": matrix.highest_score})]


def _repeated(entries: Sequence[Level | Band], table: str) -> list[Unmet]:
    counted = Counter(entry.title for entry in entries)
    return [Unmet("title_twice", {"title": title, "table": table}) for title, times in counted.items() if times > 1]
