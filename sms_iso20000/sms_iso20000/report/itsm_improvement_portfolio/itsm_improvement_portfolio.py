import frappe
from frappe import _

from sms_iso20000.governance.improvement_picture import bubbles_html
from sms_iso20000.governance.improvement_register import portfolio_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.improvement import SETTLED, State


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """The rank list of improvements, the highest score first, and above it effort against benefit as a picture
    (4.5.5.2).

    Filters: `system` (needed), `with_settled` also takes those that were closed or rejected.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Improvement", filters.system)
    states = [state.value for state in State if filters.with_settled or state not in SETTLED]
    rows = portfolio_of(filters.system, states, frappe.get_list)
    for rank, row in enumerate((row for row in rows if row.workflow_state != State.PROPOSED), start=1):
        row.rank = rank
    return columns(), rows, bubbles_html(rows), None, _summary(rows)


def columns() -> list[dict]:
    text = {"fieldtype": "Data"}
    return [
        {"fieldname": "rank", "label": _("Rank"), "fieldtype": "Int", "width": 70},
        {"fieldname": "score", "label": _("Score"), "fieldtype": "Float", "precision": 1, "width": 80},
        {
            "fieldname": "name",
            "label": _("Improvement"),
            "fieldtype": "Link",
            "options": "ITSM Improvement",
            "width": 150,
        },
        {"fieldname": "title", "label": _("Title"), "width": 280, **text},
        {"fieldname": "workflow_state", "label": _("State"), "width": 110, **text},
        {"fieldname": "effort", "label": _("Effort"), "fieldtype": "Int", "width": 80},
        {"fieldname": "benefit_size", "label": _("Benefit"), "fieldtype": "Int", "width": 80},
        {"fieldname": "estimated_cost", "label": _("Estimated Cost"), "fieldtype": "Currency", "width": 120},
        {
            "fieldname": "improvement_owner",
            "label": _("Improvement Owner"),
            "fieldtype": "Link",
            "options": "User",
            "width": 180,
        },
        {"fieldname": "starts_on", "label": _("Starts On"), "fieldtype": "Date", "width": 110},
    ]


def _summary(rows: list[dict]) -> list[dict]:
    counts = [
        (_("Proposed"), (State.PROPOSED,), "Grey"),
        (_("To Approve"), (State.EVALUATED,), "Blue"),
        (_("Under Way"), (State.APPROVED, State.IN_PROGRESS, State.MEASURED), "Orange"),
    ]
    return [
        {
            "label": label,
            "value": sum(row.workflow_state in states for row in rows),
            "datatype": "Int",
            "indicator": colour,
        }
        for label, states, colour in counts
    ]
