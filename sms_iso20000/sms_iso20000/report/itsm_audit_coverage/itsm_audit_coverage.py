import frappe
from frappe import _

from sms_iso20000.governance.audit_programmes import ground_of, programme_for
from sms_iso20000.governance.audit_view import GROUPS, field_of, matrix_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.audit_planning import Kind


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """What of the audit cycle is covered when: a row for each process, clause group, party and site, a column for each
    clause group, with the month of what covers it or the time in which nothing does (4.5.4.2).

    Filters: `system` (needed), `programme` (empty takes the one at work, or the newest), `only_holes`.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Audit Slot", filters.system)
    programme = programme_for(filters.system, filters.programme)
    if not programme:
        return columns(), [], _("There is no audit programme yet.")
    rows = matrix_of(programme, ground_of(programme))
    summary = _summary(rows)
    if filters.only_holes:
        rows = [row for row in rows if row["holes"]]
    for row in rows:
        row["kind"] = _(row["kind"])
    return columns(), rows, programme.title, None, summary


def columns() -> list[dict]:
    return [
        {"fieldname": "kind", "label": _("Kind"), "fieldtype": "Data", "width": 120},
        {"fieldname": "title", "label": _("Subject"), "fieldtype": "Data", "width": 260},
        {"fieldname": "holes", "label": _("Holes"), "fieldtype": "Int", "width": 80},
        *(
            {"fieldname": field_of(group), "label": _("Clause {0}").format(group), "fieldtype": "Data", "width": 265}
            for group in GROUPS
        ),
    ]


def _summary(rows: list[dict]) -> list[dict]:
    holes = sum(row["holes"] for row in rows)
    return [
        {"label": _("Subjects"), "value": len(rows), "datatype": "Int", "indicator": "Blue"},
        {"label": _("Processes"), "value": sum(row["kind"] == Kind.PROCESS for row in rows), "datatype": "Int"},
        {"label": _("Holes"), "value": holes, "datatype": "Int", "indicator": "Red" if holes else "Green"},
    ]
