"""What a management review is told of one subject: figures, tables and curves with where they come from (4.5.4.3).

Facts are kept as codes and values, so that each reader has them in their own language, and two compilations can be
compared.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sms_iso20000.rules.verdict import Reason

# The inputs that each edition names, by topic, each with its clause; an edition that is held adds those of its own.
INPUTS = {
    "2011": {
        "customer_feedback": "4.5.4.3 a",
        "performance": "4.5.4.3 b",
        "resources": "4.5.4.3 c",
        "capabilities": "4.5.4.3 d",
        "risks": "4.5.4.3 e",
        "audits": "4.5.4.3 f",
        "earlier_reviews": "4.5.4.3 g",
        "actions": "4.5.4.3 h",
        "changes": "4.5.4.3 i",
        "opportunities": "4.5.4.3 j",
    },
    "2018": {
        "context": "9.3 b",
        "policies": "9.3 f",
        "objectives": "9.3 g",
        "other_parties": "9.3 i",
    },
}
FIRST_EDITION = "2011"


def inputs_for(editions: Iterable[str]) -> dict[str, str]:
    """The topics of the inputs where `editions` are held, each with its clause; those of 2011 at any rate."""
    held = set(editions) | {FIRST_EDITION}
    return {topic: clause for edition, topics in INPUTS.items() if edition in held for topic, clause in topics.items()}


@dataclass(frozen=True)
class Figure:
    """One number: `name` tells apart figures of the same code, one for each service, say; `unit` is a code too.

    `before` is what the last review was told, None where it was told nothing of it. `higher_is_better` is None where
    neither is.
    """

    code: str
    value: float
    unit: str = ""
    name: str = ""
    before: float | None = None
    higher_is_better: bool | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.code, self.name


@dataclass(frozen=True)
class Table:
    """Rows of records; a column is its code and how its cells are shown: "text", "choice" (a value to translate),
    "date", "number", "percent", "reasons" (of a conformity result, as they are stored) or "record" (type, name and
    title). `total` counts the rows that there are in all."""

    code: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]
    total: int = 0


@dataclass(frozen=True)
class Curve:
    """Values over months ("2026-10"), the oldest first; None where nothing was measured."""

    code: str
    months: Sequence[str]
    values: Sequence[float | None]
    unit: str = ""
    name: str = ""


@dataclass(frozen=True)
class Section:
    """What is known of one topic as of the cut-off date; `gaps` say what is not known, because of what."""

    topic: str
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    curves: Sequence[Curve] = ()
    notes: Sequence[Reason] = ()
    gaps: Sequence[Reason] = ()

    @property
    def has_data(self) -> bool:
        """A figure is data, even where it is zero; a gap alone is not."""
        return bool(self.figures or self.tables or self.curves)


def as_text(section: Section) -> str:
    """A section as it is stored and sealed."""
    return json.dumps(asdict(section), ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> Section:
    """The section that was stored as `text`."""
    stored = json.loads(text)
    return Section(
        stored["topic"],
        tuple(Figure(**row) for row in stored["figures"]),
        tuple(Table(**{**row, "columns": [tuple(column) for column in row["columns"]]}) for row in stored["tables"]),
        tuple(Curve(**row) for row in stored["curves"]),
        tuple(Reason(**row) for row in stored["notes"]),
        tuple(Reason(**row) for row in stored["gaps"]),
    )


def with_trend(section: Section, last: Section | None) -> Section:
    """The section with, beside each figure, what the last review was told."""
    before = {figure.key: figure.value for figure in last.figures} if last else {}
    return replace(section, figures=tuple(replace(row, before=before.get(row.key)) for row in section.figures))


@dataclass(frozen=True)
class Change:
    """What is different after another compilation; None where a figure was not there."""

    code: str
    name: str
    unit: str
    before: float | None
    after: float | None


def changes_between(before: Section, after: Section) -> list[Change]:
    """What compiling anew changed, figure by figure in the order of the section; tables count by their rows."""
    old, new = _counted(before), _counted(after)
    return [
        Change(key[0], key[1], (new.get(key) or old[key])[1], old.get(key, (None,))[0], new.get(key, (None,))[0])
        for key in dict.fromkeys((*new, *old))
        if old.get(key, (None,))[0] != new.get(key, (None,))[0]
    ]


def _counted(section: Section) -> dict[tuple[str, str], tuple[float, str]]:
    figures = {row.key: (row.value, row.unit) for row in section.figures}
    return figures | {(row.code, ""): (float(row.total), "") for row in section.tables}
