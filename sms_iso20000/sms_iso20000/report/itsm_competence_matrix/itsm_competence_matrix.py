import frappe
from frappe import _
from frappe.utils import formatdate
from frappe.utils.password import get_encryption_key

from sms_iso20000.governance.competence import Board, board_of
from sms_iso20000.governance.competence_view import chart_of, figures_of, standing_labels
from sms_iso20000.governance.processes import title_of
from sms_iso20000.integrations.people import skill_maps_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.permissions.people import Eyes, eyes_of
from sms_iso20000.rules.competence import GAPS, Cell
from sms_iso20000.rules.sample import rank


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """People and competences: what each needs and holds, and what is missing (4.4.2).

    One row per person, one column per competence; `standings` of a row has the standing by column. Who may not know
    a person sees "Person 1" instead, or nobody. Filters: `system` (needed), `process` (who has a role in it, or, for
    readers without names, what it needs), `only_gaps`.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return _columns([]), [], _("Choose a system first.")
    require_read("ITSM Competence", filters.system)
    board = board_of(filters.system)
    eyes = eyes_of(frappe.session.user, filters.system, board.people)
    people = _people(board, eyes, filters.process)
    competences = _competences(board, people, filters.process)
    if filters.only_gaps:
        people = {user for user in people if any((user, row.name) in board.gaps for row in competences)}
        competences = [row for row in competences if any((user, row.name) in board.gaps for user in people)]
    rows = [_row(user, shown, competences, board, eyes) for user, shown in _shown(people, eyes, filters.system)]
    if board.has_host_skills:
        _link_host(rows)
    cells = [board.needs.get((user, row.name)) for user in people for row in competences]
    return _columns(competences), rows, _message(rows), chart_of(people, competences, board), figures_of(rows, cells)


def _people(board: Board, eyes: Eyes, process: str | None) -> set[str]:
    """Whom the reader sees, by name or without."""
    people = board.people if eyes.sees_others else board.people & eyes.named
    if process and not _is_without_names(board, eyes):
        owner = {row.process_owner for row in board.workforce.processes if row.name == process}
        people &= owner | {row.user for row in board.workforce.roles if row.parent == process}
    return people


def _is_without_names(board: Board, eyes: Eyes) -> bool:
    """Whether some of the people are shown without names, whom a process would give away."""
    return eyes.sees_others and not board.people <= eyes.named


def _competences(board: Board, people: set[str], process: str | None) -> list[dict]:
    """Those that one of the people needs or holds, and where a process is named, that it needs of somebody."""
    concerned = {competence for user, competence in board.cells if user in people}
    if process:
        concerned &= board.by_process.get(process, set())
    return [row for name, row in board.competences.items() if name in concerned]


def _shown(people: set[str], eyes: Eyes, system: str) -> list[tuple[str, str]]:
    """Each person with what they are called: those known by name first, and those who must not be known by a number.

    Their order differs between systems and tells nothing: without the secret of the site nobody can compute it.
    """
    known = frappe.get_all(
        "User",
        filters={"name": ["in", sorted(eyes.named & people)]},
        fields=["name", "full_name"],
        as_list=True,
        order_by="full_name asc, name asc",
    )
    secret = get_encryption_key()
    hidden = sorted(people - eyes.named, key=lambda user: rank(f"{secret}\n{system}", user))
    return [*known, *((user, _("Person {0}").format(number)) for number, user in enumerate(hidden, 1))]


def _row(user: str, shown: str, competences: list[dict], board: Board, eyes: Eyes) -> dict:
    cells = {_column(number): board.cells.get((user, row.name)) for number, row in enumerate(competences)}
    found = {column: cell for column, cell in cells.items() if cell}
    return {
        "person": shown,
        "user": user if user in eyes.named else "",
        "gaps": sum(cell.standing in GAPS for cell in found.values()),
        **{column: _told(cell) for column, cell in cells.items()},
        "standings": {column: cell.standing.value if cell.standing else "" for column, cell in found.items()},
        "details": {column: _detail(cell) for column, cell in found.items()},
        # Where one who knows the person reads on: our records, or those of HRMS.
        "sources": {
            column: "HRMS" if cell.is_from_host else "Record"
            for column, cell in found.items()
            if cell.level and user in eyes.named
        },
    }


def _link_host(rows: list[dict]) -> None:
    """Where HRMS keeps the skills of those shown by name."""
    maps = skill_maps_of([row["user"] for row in rows if row["user"]])
    for row in rows:
        row["skill_map"] = maps.get(row["user"], "")


def _told(cell: Cell | None) -> str:
    """The level held of the level needed, as what is exported reads too."""
    if not cell:
        return ""
    if not cell.standing:
        return str(cell.level)
    return f"{cell.level}/{cell.needed} {standing_labels()[cell.standing]}"


def _detail(cell: Cell) -> str:
    parts = [_("Needed: {0}").format(cell.needed or "–"), _("Held: {0}").format(cell.level or "–")]
    if cell.expires_on:
        parts.append(_("Expires On: {0}").format(formatdate(cell.expires_on)))
    if cell.is_from_host:
        parts.append(_("from HRMS"))
    return ", ".join(parts)


def _column(number: int) -> str:
    return f"competence_{number}"


def _columns(competences: list[dict]) -> list[dict]:
    return [
        {"fieldname": "person", "label": _("Person"), "fieldtype": "Data", "width": 180},
        {"fieldname": "gaps", "label": _("Gaps"), "fieldtype": "Int", "width": 60},
        *(
            {
                "fieldname": _column(number),
                "label": title_of(row),
                "fieldtype": "Data",
                "width": 200,
                "align": "left",
                "competence": row.name,
            }
            for number, row in enumerate(competences)
        ),
    ]


def _message(rows: list[dict]) -> str | None:
    if not rows:
        return _("Nobody needs a competence yet; say in Competence Requirements what each role needs.")
    text = _("A cell says the level held of the level needed. Point at it to read until when, and from where.")
    if any(not row["user"] for row in rows):
        text += " " + _("Names are shown for a sample that an auditor draws; records of persons stay closed.")
    return text
