import frappe
from frappe import _

from sms_iso20000.governance.ownership import Orphaned, orphans_of
from sms_iso20000.governance.processes import title_of
from sms_iso20000.permissions.access import require_read

ACCOUNTABLE = "A"
LETTERS = {"Responsible": "R", "Consulted": "C", "Informed": "I"}


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Who is accountable, responsible, consulted and informed in each active process (4.1.3 a, 4.1.4 b).

    One row per process, one column per person; `details` of a row tells role and authority by column.
    Filters: `system`.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return _columns({}), [], _("Choose a system.")
    require_read("ITSM Process", filters.system)
    processes = _processes(filters.system)
    people = _people(processes)
    missing = _missing(filters.system)
    rows = [_row(process, list(people), missing.get(process.name, [])) for process in processes]
    legend = _("A accountable, R responsible, C consulted, I informed. Point at a cell to read role and authority.")
    return _columns(people), rows, legend if rows else None, None, _summary(rows)


def _processes(system: str) -> list[dict]:
    """Active processes that the reader may see, each with its roles."""
    processes = frappe.get_list(
        "ITSM Process",
        filters={"system": system, "is_active": 1},
        fields=["name", "clause", "title", "title_zh", "process_owner"],
        order_by="clause asc, name asc",
        limit_page_length=0,
    )
    by_name = {process.name: process.update(roles=[]) for process in processes}
    for role in frappe.get_all(
        "ITSM Process Role",
        filters={"parenttype": "ITSM Process", "parent": ["in", sorted(by_name)]},
        fields=["parent", "user", "role_title", "involvement", "authority"],
        order_by="parent asc, idx asc",
    ):
        by_name[role.parent].roles.append(role)
    return processes


def _people(processes: list[dict]) -> dict[str, str]:
    """User and full name of everybody named, by full name; a user that is gone goes by what was written."""
    users = {process.process_owner for process in processes} | {role.user for p in processes for role in p.roles}
    users -= {None, ""}
    names = dict.fromkeys(users, "")
    rows = frappe.get_all(
        "User", filters={"name": ["in", sorted(users)]}, fields=["name", "full_name"], order_by="name asc"
    )
    names.update({row.name: row.full_name for row in rows})
    return dict(sorted(((user, name or user) for user, name in names.items()), key=lambda entry: (entry[1], entry[0])))


def _missing(system: str) -> dict[str, list[str]]:
    """What nobody bears in each process, as texts."""
    found: dict[str, list[str]] = {}
    for orphan in orphans_of(system):
        if orphan.reference_doctype == "ITSM Process":
            found.setdefault(orphan.reference_name, []).append(_described(orphan))
    return found


def _described(orphan: Orphaned) -> str:
    text = f"{_(orphan.ownership)}: {_(orphan.cause)}"
    return f"{text} ({orphan.user})" if orphan.user else text


def _row(process: dict, people: list[str], missing: list[str]) -> dict:
    letters: dict[str, list[str]] = {}
    details: dict[str, list[str]] = {}
    if process.process_owner:
        letters[process.process_owner] = [ACCOUNTABLE]
        details[process.process_owner] = [_("Process Owner")]
    for role in process.roles:
        letters.setdefault(role.user or "", []).append(LETTERS[role.involvement])
        said = f"{role.role_title}: {role.authority}" if role.authority else role.role_title
        details.setdefault(role.user or "", []).append(said)
    return {
        "name": process.name,
        "clause": process.clause,
        "title": title_of(process),
        "missing": "; ".join(missing),
        **{_column(index): ", ".join(dict.fromkeys(letters.get(user, []))) for index, user in enumerate(people)},
        "details": {_column(index): "\n".join(details.get(user, [])) for index, user in enumerate(people)},
    }


def _column(index: int) -> str:
    return f"person_{index}"


def _columns(people: dict[str, str]) -> list[dict]:
    text = {"fieldtype": "Data", "align": "left"}
    return [
        {"fieldname": "clause", "label": _("Clause"), "width": 80, **text},
        {"fieldname": "title", "label": _("Process"), "width": 280, **text},
        {"fieldname": "missing", "label": _("Not Borne by Anybody"), "width": 260, **text},
        *(
            {"fieldname": _column(index), "label": name, "width": 130, "fieldtype": "Data", "align": "center"}
            for index, name in enumerate(people.values())
        ),
    ]


def _summary(rows: list[dict]) -> list[dict]:
    orphaned = sum(bool(row["missing"]) for row in rows)
    return [
        {"label": _("Processes"), "value": len(rows), "datatype": "Int", "indicator": "Blue"},
        {
            "label": _("With Something Nobody Bears"),
            "value": orphaned,
            "datatype": "Int",
            "indicator": "Red" if orphaned else "Green",
        },
    ]
