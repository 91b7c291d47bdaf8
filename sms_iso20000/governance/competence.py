"""Who needs which competence, who holds it, and what is missing: computed from live records (4.4.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.utils import add_days, getdate, today

from sms_iso20000.integrations.people import skills_of
from sms_iso20000.life.audience import audiences, enabled_people, fenced_off
from sms_iso20000.rules.competence import GAPS, VERIFIED, Cell, Held, NeededBy, cell_of, same_title
from sms_iso20000.rules.training import OPEN, Seat

COMPETENCE, REQUIREMENT, RECORD = "ITSM Competence", "ITSM Competence Requirement", "ITSM Competence Record"
TRAINING, PARTICIPANT = "ITSM Training", "ITSM Training Participant"


@dataclass(frozen=True)
class Workforce:
    """Active processes with their owners and roles, and everybody who can sign in and works in the system."""

    processes: list[dict]
    roles: list[dict]
    present: set[str]

    @property
    def people(self) -> set[str]:
        """Who owns a process or has a role in one."""
        named = {row.process_owner for row in self.processes} | {row.user for row in self.roles}
        return named & self.present


@dataclass(frozen=True)
class Board:
    """People and competences of a system: what each person needs (`cells` with a standing) and holds."""

    competences: dict[str, dict]
    requirements: list[dict]
    workforce: Workforce
    # Who is meant by each requirement.
    needed_of: dict[str, set[str]]
    cells: dict[tuple[str, str], Cell]
    # Competences that each process needs of somebody.
    by_process: dict[str, set[str]] = field(default_factory=dict)

    @property
    def people(self) -> set[str]:
        """Everybody with a role in a process, or who needs something."""
        return self.workforce.people | {user for meant in self.needed_of.values() for user in meant}

    @property
    def needs(self) -> dict[tuple[str, str], Cell]:
        """The cells of what somebody needs."""
        return {key: cell for key, cell in self.cells.items() if cell.standing}

    @property
    def has_host_skills(self) -> bool:
        """Whether any of it is known to HRMS."""
        return any(cell.is_from_host for cell in self.cells.values())

    @property
    def gaps(self) -> dict[tuple[str, str], Cell]:
        """The cells of what somebody needs and cannot show."""
        return {key: cell for key, cell in self.needs.items() if cell.standing in GAPS}


def workforce_of(system: str) -> Workforce:
    """The people of the active processes of `system`; four queries."""
    processes = frappe.get_all(
        "ITSM Process",
        filters={"system": system, "is_active": 1},
        fields=["name", "title", "title_zh", "process_owner"],
        order_by="clause asc, name asc",
    )
    roles = frappe.get_all(
        "ITSM Process Role",
        filters={"parenttype": "ITSM Process", "parent": ["in", [row.name for row in processes]]},
        fields=["parent", "role_title", "user"],
        order_by="parent asc, idx asc",
    )
    return Workforce(processes, roles, enabled_people() - fenced_off(system))


def board_of(system: str, day: date | None = None) -> Board:
    """The whole board of `system`; the same number of queries however many people there are.

    What is held is as of `day`, or today; who has which role, and what that needs, is as of today.
    """
    day = day or getdate(today())
    competences = {row.name: row for row in _competences(system)}
    requirements = [row for row in _requirements(system) if row.competence in competences]
    workforce = workforce_of(system)
    needed_of = _meant(system, requirements, workforce)
    needed: dict[tuple[str, str], int] = {}
    for row in requirements:
        for user in needed_of[row.name]:
            needed[user, row.competence] = max(needed.get((user, row.competence), 0), row.level)
    people = workforce.people | {user for user, _competence in needed}
    held, planned = _held(system, competences, people, day), _planned(system)
    cells = {
        key: cell_of(needed.get(key, 0), held.get(key, ()), planned.get(key, 0) >= needed.get(key, 0) > 0, day)
        for key in {*needed, *held}
        if key[0] in people
    }
    return Board(competences, requirements, workforce, needed_of, cells, _by_process(requirements, workforce))


def counts_for(requirement: str, board: Board) -> dict[str, int]:
    """How many people a requirement is about, and how many of them cannot show the competence at that level."""
    row = next((row for row in board.requirements if row.name == requirement), None)
    meant = board.needed_of.get(requirement, set())
    gaps = [user for user in meant if (user, row.competence) in board.gaps]
    return {"people": len(meant), "gaps": len(gaps)}


def trainings_of(system: str) -> list[dict]:
    """Trainings of `system` that were not cancelled, each with its `seats`; two queries."""
    trainings = frappe.get_all(
        TRAINING,
        filters={"system": system, "status": ["!=", "Cancelled"]},
        fields=[
            *("name", "title", "competence", "level", "status", "trainer"),
            *("starts_on", "ends_on", "evaluation_due_on", "evaluated_on", "creation"),
        ],
        order_by="ends_on asc, name asc",
    )
    seats: dict[str, list[dict]] = {}
    for row in frappe.get_all(
        PARTICIPANT,
        filters={"system": system},
        fields=["name", "training", "user", "attendance", "effect", "evaluated_by", "evaluated_on"],
        order_by="training asc, creation asc, name asc",
    ):
        seats.setdefault(row.training, []).append(row)
    for training in trainings:
        training.seats = seats.get(training.name, [])
    return trainings


def as_seat(row: dict) -> Seat:
    """What the rules need to know of a participant."""
    return Seat(row.user or "", row.attendance, row.effect)


def _competences(system: str) -> list[dict]:
    return frappe.get_all(
        COMPETENCE,
        filters={"system": system, "is_active": 1},
        fields=["name", "title", "title_zh", "kind", "host_skill"],
        order_by="title asc, name asc",
    )


def _requirements(system: str) -> list[dict]:
    return frappe.get_all(
        REQUIREMENT,
        filters={"system": system, "is_active": 1},
        fields=[
            *("name", "title", "competence", "level"),
            *("needed_by", "related_process", "role_title", "role", "reviewed_on"),
        ],
        order_by="name asc",
    )


def _meant(system: str, requirements: list[dict], workforce: Workforce) -> dict[str, set[str]]:
    roles = {row.role for row in requirements if row.needed_by == NeededBy.ROLE and row.role}
    holders = (
        audiences(system, {role: [frappe._dict(audience_type="Role", audience=role)] for role in roles})
        if roles
        else {}
    )
    return {
        row.name: holders.get(row.role, set())
        if row.needed_by == NeededBy.ROLE
        else {user for user in _of_processes(row, workforce) if user in workforce.present}
        for row in requirements
    }


def _of_processes(requirement: dict, workforce: Workforce) -> Iterable[str]:
    """Who owns the processes that a requirement is about, or has the role of its title there."""
    process = requirement.related_process
    if requirement.needed_by == NeededBy.PROCESS_OWNER:
        return [row.process_owner for row in workforce.processes if process in (None, "", row.name)]
    title = same_title(requirement.role_title)
    return [
        row.user for row in workforce.roles if process in (None, "", row.parent) and same_title(row.role_title) == title
    ]


def _by_process(requirements: list[dict], workforce: Workforce) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {row.name: set() for row in workforce.processes}
    for row in requirements:
        if row.needed_by != NeededBy.ROLE:
            for process in [row.related_process] if row.related_process else list(found):
                found.setdefault(process, set()).add(row.competence)
    return found


def _held(system: str, competences: dict[str, dict], people: set[str], day: date) -> dict[tuple[str, str], list[Held]]:
    held: dict[tuple[str, str], list[Held]] = {}
    for row in frappe.get_all(
        RECORD,
        filters={"system": system, "status": VERIFIED, "verified_on": ["<", add_days(day, 1)]},
        fields=["user", "competence", "level", "expires_on"],
        order_by="name asc",
    ):
        # What was anonymised is nobody's any more.
        if row.user and row.competence in competences:
            expires_on = getdate(row.expires_on) if row.expires_on else None
            held.setdefault((row.user, row.competence), []).append(Held(row.level, expires_on))
    of_skill: dict[str, list[str]] = {}
    for name, row in competences.items():
        if row.host_skill:
            of_skill.setdefault(row.host_skill, []).append(name)
    for (user, skill), level in skills_of(people, of_skill).items():
        for name in of_skill[skill]:
            held.setdefault((user, name), []).append(Held(level, is_from_host=True))
    return held


def _planned(system: str) -> dict[tuple[str, str], int]:
    """The highest level that a training still to count leads each person to."""
    planned: dict[tuple[str, str], int] = {}
    for training in trainings_of(system):
        for seat in training.seats if training.status in OPEN else ():
            if seat.user and as_seat(seat).is_open:
                key = (seat.user, training.competence)
                planned[key] = max(planned.get(key, 0), training.level)
    return planned
