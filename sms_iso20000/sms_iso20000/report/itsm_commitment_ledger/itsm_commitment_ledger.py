import frappe
from frappe import _
from frappe.utils import add_months, get_datetime, today

from sms_iso20000.conformity.registry import EDITION
from sms_iso20000.governance.commitment import CLAUSES, Act, acts_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.sms_iso20000.doctype.itsm_requirement.itsm_requirement import in_language


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """What each member of top management did for 4.1.1 a to g, and when; says where nothing is on record.

    Filters: `system`, `months` (how far back; 0 or none for everything).
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system.")
    require_read("ITSM Decision", filters.system)
    acts = _since(acts_of(filters.system), frappe.utils.cint(filters.months))
    rows = [
        row for clause in _clauses() for row in _rows_of(clause, [act for act in acts if act.clause == clause.clause])
    ]
    return columns(), rows, None, None, _summary(rows)


def columns() -> list[dict]:
    text = {"fieldtype": "Data", "align": "left"}
    return [
        {"fieldname": "title", "label": _("Commitment"), "width": 330, **text},
        {"fieldname": "note", "label": _("Note"), "width": 300, **text},
        {"fieldname": "person", "label": _("Member of Top Management"), "width": 210, **text},
        {"fieldname": "act", "label": _("Did"), "width": 170, **text},
        {"fieldname": "on", "label": _("When"), "fieldtype": "Datetime", "width": 160},
        {"fieldname": "doctype_shown", "label": _("Document Type"), "width": 170, **text},
        {
            "fieldname": "reference_name",
            "label": _("Document"),
            "fieldtype": "Dynamic Link",
            "options": "reference_doctype",
            "width": 160,
        },
    ]


def _clauses() -> list:
    return frappe.get_all(
        "ITSM Requirement",
        filters={"edition": EDITION, "clause": ["in", CLAUSES]},
        fields=["clause", "title_en", "title_zh"],
        order_by="position asc",
    )


def _since(acts: list[Act], months: int) -> list[Act]:
    if months < 1:
        return acts
    first = get_datetime(add_months(today(), -months))
    return [act for act in acts if act.on >= first]


def _rows_of(clause: dict, acts: list[Act]) -> list[dict]:
    title = f"{clause.clause}  {in_language(clause, 'title')}"
    heading = {"key": clause.clause, "parent": "", "indent": 0, "clause": clause.clause, "title": title}
    own = [act for act in acts if act.by_top_management]
    if not own:
        return [{**heading, "standing": "delegated" if acts else "nothing", "note": _note(acts)}]
    return [{**heading, "standing": "own", "note": _("Acts on record: {0}.").format(len(own))}, *map(_row, own)]


def _row(act: Act) -> dict:
    return {
        "key": f"{act.clause} {act.decision} {act.reference_name} {act.on}",
        "parent": act.clause,
        "indent": 1,
        "clause": act.clause,
        "title": "",
        "person": act.full_name,
        "act": _(act.decision),
        "on": act.on,
        "doctype_shown": _(act.reference_doctype),
        "reference_doctype": act.reference_doctype,
        "reference_name": act.reference_name,
    }


def _note(acts: list[Act]) -> str:
    if not acts:
        return _("Nothing is on record.")
    names = ", ".join(dict.fromkeys(act.full_name for act in acts))
    return _("All is delegated: only {0} acted, nobody of top management.").format(names)


def _summary(rows: list[dict]) -> list[dict]:
    standings = [row["standing"] for row in rows if "standing" in row]
    shown = (("own", _("Shown by Top Management"), "Green"), ("delegated", _("All Delegated"), "Orange"))
    shown += (("nothing", _("Nothing on Record"), "Red"),)
    return [
        {"label": label, "value": standings.count(standing), "indicator": colour, "datatype": "Int"}
        for standing, label, colour in shown
    ]
