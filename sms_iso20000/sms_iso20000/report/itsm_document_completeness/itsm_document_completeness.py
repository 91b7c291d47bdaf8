import frappe
from frappe import _

from sms_iso20000.conformity.reasons import sentence
from sms_iso20000.governance.documents import completeness_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.completeness import EDITION, Completeness, Need, Paper, Record
from sms_iso20000.sms_iso20000.doctype.itsm_requirement.itsm_requirement import in_language


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Which documents each letter of 4.3.1 asks for, what answers it, what is missing and what is overdue.

    The status is that of the conformity matrix at this moment: one rule answers both. Each letter is followed by what
    it needs. Filters: `system` (needed), `gaps` (only what is not as it should be).
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Document", filters.system)
    held = completeness_of(filters.system)
    readable, titles = _readable(held), _titles()
    rows = []
    for letter, found in held.items():
        needed = [_row(need, readable) for need in found.needs]
        if filters.gaps and found.verdict.status == "Met":
            continue
        rows.append(_heading(letter, found, titles))
        rows += [row for row in needed if not filters.gaps or row["missing"] or row["overdue"]]
    return columns(), rows, None, None, _summary(held)


def columns() -> list[dict]:
    text = {"fieldtype": "Data", "align": "left"}
    return [
        {"fieldname": "needed", "label": _("Needed"), "width": 380, **text},
        {"fieldname": "status", "label": _("Status"), "width": 120, **text},
        {"fieldname": "in_force", "label": _("In Force"), "width": 280, **text},
        {"fieldname": "waiting", "label": _("Not in Force"), "width": 220, **text},
        {"fieldname": "overdue", "label": _("Review Overdue"), "width": 220, **text},
        {"fieldname": "reason", "label": _("Reason"), "width": 480, **text},
    ]


def _heading(letter: str, found: Completeness, titles: dict[str, str]) -> dict:
    clause = f"4.3.1 {letter}"
    return {
        "indent": 0,
        "clause": clause,
        "needed": f"{clause}  {titles.get(clause, '')}",
        "status": found.verdict.status.value,
        "status_shown": _(found.verdict.status.value),
        "reason": " ".join(sentence(reason) for reason in found.verdict.reasons),
    }


def _row(need: Need, readable: dict[Record, str]) -> dict:
    place = need.place.title if need.place else ""
    return {
        "indent": 1,
        "needed": f"{_(need.kind)}: {place}" if place else _(need.kind),
        "missing": not need.in_force,
        "status": "" if need.in_force else "Missing",
        "status_shown": "" if need.in_force else _("Missing"),
        "in_force": _named(need.in_force, readable),
        "waiting": _named(need.waiting, readable),
        "overdue": _named(need.overdue, readable),
    }


def _named(papers: tuple[Paper, ...], readable: dict[Record, str]) -> str:
    """Papers by what they are called; those the reader may not see are counted."""
    known = [readable[paper.record] for paper in papers if paper.record in readable]
    hidden = len(papers) - len(known)
    return ", ".join([*known, *([_("{0} more").format(hidden)] if hidden else [])])


def _readable(held: dict[str, Completeness]) -> dict[Record, str]:
    papers = [paper for found in held.values() for need in found.needs for paper in (*need.in_force, *need.waiting)]
    names: dict[str, set[str]] = {}
    for paper in papers:
        doctype, name = paper.record
        names.setdefault(doctype, set()).add(name)
    called = {}
    for doctype, wanted in names.items():
        if not frappe.has_permission(doctype, "read"):
            continue
        code = [] if doctype == "ITSM Objective" else ["code"]
        for row in frappe.get_list(
            doctype,
            filters={"name": ["in", sorted(wanted)]},
            fields=["name", "title", *code],
            order_by="name asc",
            limit_page_length=0,
        ):
            called[doctype, row.name] = " ".join(filter(None, [row.get("code"), row.title]))
    return called


def _titles() -> dict[str, str]:
    rows = frappe.get_all(
        "ITSM Requirement",
        filters={"edition": EDITION, "parent_itsm_requirement": f"{EDITION} 4.3.1"},
        fields=["clause", "title_en", "title_zh"],
        order_by="position asc",
    )
    return {row.clause: in_language(row, "title") for row in rows}


def _summary(held: dict[str, Completeness]) -> list[dict]:
    missing = sum(len(found.lacking) for found in held.values())
    overdue = len({paper for found in held.values() for paper in found.overdue})
    met = sum(found.verdict.status == "Met" for found in held.values())
    figures = (
        (_("Kinds Complete"), met, "Green" if met == len(held) else "Orange"),
        (_("Missing"), missing, "Red" if missing else "Green"),
        (_("Reviews Overdue"), overdue, "Red" if overdue else "Green"),
    )
    return [
        {"label": label, "value": value, "datatype": "Int", "indicator": colour} for label, value, colour in figures
    ]
