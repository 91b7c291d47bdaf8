"""What a check answers and how answers add up to the status of a requirement."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any


class Status(str, Enum):
    MET = "Met"
    NOT_MET = "Not met"
    STALE = "Stale"
    NOT_EVALUABLE = "Not evaluable"
    NO_CHECK = "No check"


# A requirement is only as good as the worst of its checks.
SEVERITY = (Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE, Status.NO_CHECK, Status.MET)


@dataclass(frozen=True)
class Reason:
    """A sentence by its code and the values in it, put into the reader's language where it is shown."""

    code: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Verdict:
    """The answer of one check: status, reasons a person can act on, records as (DocType, name), evidence date."""

    status: Status
    reasons: tuple[Reason, ...]
    records: tuple[tuple[str, str], ...] = ()
    evidence_date: date | None = None


def met(code: str, records: Iterable[tuple[str, str]], as_of: date | None = None, **values: Any) -> Verdict:
    """Met, which needs records that prove it: raises ValueError without any."""
    records = tuple(records)
    if not records:
        raise ValueError(f"A verdict of Met ({code}) needs the records that prove it.")
    return Verdict(Status.MET, (Reason(code, values),), records, as_of)


def not_met(code: str, records: Iterable[tuple[str, str]] = (), as_of: date | None = None, **values: Any) -> Verdict:
    return Verdict(Status.NOT_MET, (Reason(code, values),), tuple(records), as_of)


def stale(code: str, records: Iterable[tuple[str, str]] = (), as_of: date | None = None, **values: Any) -> Verdict:
    return Verdict(Status.STALE, (Reason(code, values),), tuple(records), as_of)


def not_evaluable(
    code: str, records: Iterable[tuple[str, str]] = (), as_of: date | None = None, **values: Any
) -> Verdict:
    return Verdict(Status.NOT_EVALUABLE, (Reason(code, values),), tuple(records), as_of)


NO_CHECK = Verdict(Status.NO_CHECK, (Reason("no_check"),))


def in_part(verdict: Verdict, unchecked: str) -> Verdict:
    """A check that looks at a part of its requirement can say what is wrong, but never that the whole is Met."""
    if verdict.status is not Status.MET:
        return verdict
    reasons = (*verdict.reasons, Reason(unchecked))
    return Verdict(Status.NOT_EVALUABLE, reasons, verdict.records, verdict.evidence_date)


def combine(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst answer decides; the reasons and records shown are those of all checks that gave it."""
    verdicts = list(verdicts)
    if not verdicts:
        return NO_CHECK
    worst = min((verdict.status for verdict in verdicts), key=SEVERITY.index)
    deciding = [verdict for verdict in verdicts if verdict.status is worst]
    dates = [verdict.evidence_date for verdict in deciding if verdict.evidence_date]
    return Verdict(
        worst,
        tuple(reason for verdict in deciding for reason in verdict.reasons),
        tuple(dict.fromkeys(record for verdict in deciding for record in verdict.records)),
        min(dates) if dates else None,
    )


@dataclass(frozen=True)
class Standing:
    """A run in figures. Shares are percent of all requirements of the edition, two decimals."""

    counts: dict[Status, int]
    requirements: int

    @property
    def readiness(self) -> float:
        return self._share(self.counts[Status.MET])

    @property
    def coverage(self) -> float:
        return self._share(self.requirements - self.counts[Status.NO_CHECK])

    def _share(self, part: int) -> float:
        return round(100 * part / self.requirements, 2) if self.requirements else 0.0


def standing(statuses: Iterable[Status]) -> Standing:
    counted = Counter(statuses)
    return Standing({status: counted[status] for status in Status}, sum(counted.values()))
