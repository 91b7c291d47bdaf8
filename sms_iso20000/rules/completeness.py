"""Which documents a service management system has to have, and which of them it has (ISO/IEC 20000-1:2011, 4.3.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sms_iso20000.rules.document import EXTERNAL, KINDS_OF
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale

PROCESS, REQUIREMENT = "ITSM Process", "ITSM Requirement"
EDITION = "2011"
# Whose process has a policy or plan of its own: continuity, budgeting, capacity, security, change, release.
WITH_POLICY_OR_PLAN = ("6.3", "6.4", "6.5", "6.6", "9.2", "9.3")
# Whose process has a procedure: complaints, disputes with suppliers, incidents, problems, configuration, changes.
WITH_PROCEDURE = ("7.1", "7.2", "8.1", "8.2", "9.1", "9.2")
# What else has one: documents, records, audits, improvements. Who tells whom what (4.1.3) has records of its own.
REQUIREMENTS_WITH_PROCEDURE = ("4.3.2", "4.3.3", "4.5.4.2", "4.5.5.1")

Record = tuple[str, str]


@dataclass(frozen=True)
class Paper:
    """One revision, or one approved objective. `uses` are its points of use, an empty name is every record of a type;
    `identified` says of what comes from outside whether issuer, edition and master are on record."""

    record: Record
    kind: str
    in_force: bool
    review_due: date | None = None
    uses: frozenset[Record] = frozenset()
    identified: bool = True

    def is_used_at(self, place: Record) -> bool:
        doctype, name = place
        if doctype == REQUIREMENT:
            return any(used == doctype and is_at_or_below(at, name) for used, at in self.uses)
        return place in self.uses or (doctype, "") in self.uses


@dataclass(frozen=True)
class Place:
    """Where a document is needed: a process or a requirement, and what people call it."""

    record: Record
    title: str
    clause: str


@dataclass(frozen=True)
class Need:
    """A document of one kind that has to be there, at a place where it matters, and the papers that answer it."""

    kind: str
    place: Place | None = None
    in_force: tuple[Paper, ...] = ()
    # Of the same kind, but not in force.
    waiting: tuple[Paper, ...] = ()
    overdue: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Completeness:
    """What one letter of 4.3.1 needs, and what that is worth."""

    letter: str
    needs: tuple[Need, ...]
    verdict: Verdict

    @property
    def lacking(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if not need.in_force)

    @property
    def overdue(self) -> tuple[Paper, ...]:
        return tuple(dict.fromkeys(paper for need in self.needs for paper in need.overdue))


def is_at_or_below(name: str, requirement: str) -> bool:
    """Whether the requirement `name`, such as "2011 4.3.2 a", is `requirement` or a part of it."""
    return name == requirement or name.startswith((f"{requirement} ", f"{requirement}."))


def requirement_named(clause: str) -> str:
    """Name of the requirement `clause` of the 2011 edition."""
    return f"{EDITION} {clause}"


def completeness(
    papers: Iterable[Paper], processes: Iterable[Place], today: date, system: Record
) -> dict[str, Completeness]:
    """What each letter of 4.3.1 needs, by letter. `processes` are those that are operated; where no record decides,
    `system` is what to open."""
    papers, processes = list(papers), list(processes)
    return {letter: _complete(letter, papers, processes, today, system) for letter in KINDS_OF}


def _complete(letter: str, papers: list[Paper], processes: list[Place], today: date, system: Record) -> Completeness:
    kinds = [EXTERNAL] if letter == "h" else KINDS_OF[letter]
    held = [paper for paper in papers if paper.kind in kinds]
    needs = tuple(_answered(kind, place, held, today) for kind, place in _needed(letter, processes))
    return Completeness(letter, needs, _verdict(letter, needs, held, processes, system))


def _needed(letter: str, processes: list[Place]) -> list[tuple[str, Place | None]]:
    if letter == "c":
        return [(KINDS_OF["c"][0], process) for process in processes if process.clause in WITH_POLICY_OR_PLAN]
    if letter == "f":
        return [(KINDS_OF["f"][0], process) for process in processes]
    if letter == "g":
        procedure, form = KINDS_OF["g"]
        elsewhere = [_requirement(clause) for clause in REQUIREMENTS_WITH_PROCEDURE]
        at_processes = [process for process in processes if process.clause in WITH_PROCEDURE]
        return [*((procedure, place) for place in (*elsewhere, *at_processes)), (form, None)]
    if letter == "h":
        return [(EXTERNAL, None)]
    return [(kind, None) for kind in KINDS_OF[letter]]


def _requirement(clause: str) -> Place:
    name = requirement_named(clause)
    return Place((REQUIREMENT, name), clause, clause)


def _answered(kind: str, place: Place | None, held: list[Paper], today: date) -> Need:
    candidates = [paper for paper in held if paper.kind == kind and (not place or paper.is_used_at(place.record))]
    in_force = tuple(paper for paper in candidates if paper.in_force)
    return Need(
        kind,
        place,
        in_force,
        tuple(paper for paper in candidates if not paper.in_force),
        tuple(paper for paper in in_force if paper.review_due and paper.review_due < today),
    )


def _verdict(
    letter: str, needs: tuple[Need, ...], held: list[Paper], processes: list[Place], system: Record
) -> Verdict:
    if letter in "cfg" and not processes:
        return not_evaluable("no_process", [system])
    if not needs:
        return not_evaluable("no_process_needs_policy_or_plan", [place.record for place in processes])
    if not held:
        return not_evaluable("no_document_of_kind", [system], documents=_listed(needs))
    lacking = [need for need in needs if not need.in_force]
    if lacking:
        records = _to_open(lacking) or [system]
        return not_met("documents_lacking", records, count=len(lacking), total=len(needs), documents=_listed(lacking))
    return _verdict_on_what_is_in_force(needs)


def _verdict_on_what_is_in_force(needs: tuple[Need, ...]) -> Verdict:
    papers = list(dict.fromkeys(paper for need in needs for paper in need.in_force))
    unidentified = [paper.record for paper in papers if not paper.identified]
    if unidentified:
        return not_met("external_not_identified", unidentified, count=len(unidentified), total=len(papers))
    overdue = list(dict.fromkeys(paper for need in needs for paper in need.overdue))
    if overdue:
        oldest = min(paper.review_due for paper in overdue)
        records = [paper.record for paper in overdue]
        return stale("documents_overdue", records, oldest, count=len(overdue), due=str(oldest))
    return met("documents_complete", [paper.record for paper in papers], None, total=len(papers))


def _to_open(lacking: list[Need]) -> list[Record]:
    waiting = [paper.record for need in lacking for paper in need.waiting]
    return list(dict.fromkeys([*waiting, *(need.place.record for need in lacking if need.place)]))


def _listed(needs: Iterable[Need]) -> list[list[str]]:
    return [[need.kind, need.place.title if need.place else ""] for need in needs]
