import frappe
from frappe import _

from sms_iso20000.governance.audit_programmes import programme_for
from sms_iso20000.governance.audit_view import progress_of
from sms_iso20000.permissions.access import require_read

FIGURES = ("done", "assigned", "planned", "overdue", "moved", "dropped")


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """How far an audit programme has come: a row for each quarter of the cycle, with its slots by how they stand, those
    that people moved there and those dropped (4.5.4.2).

    Filters: `system` (needed), `programme` (empty takes the one at work, or the newest).
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Audit Slot", filters.system)
    programme = programme_for(filters.system, filters.programme)
    if not programme:
        return columns(), [], _("There is no audit programme yet.")
    rows = progress_of(programme)
    return columns(), rows, programme.title, _chart(rows), _summary(rows)


def columns() -> list[dict]:
    labels = (_("Done"), _("Assigned"), _("Planned"), _("Overdue"), _("Moved Here"), _("Dropped"))
    return [
        {"fieldname": "quarter", "label": _("Quarter From"), "fieldtype": "Data", "width": 140},
        *(
            {"fieldname": field, "label": label, "fieldtype": "Int", "width": 110}
            for field, label in zip(FIGURES, labels, strict=True)
        ),
    ]


def _chart(rows: list[dict]) -> dict:
    shown = (("done", _("Done")), ("assigned", _("Assigned")), ("planned", _("Planned")), ("overdue", _("Overdue")))
    return {
        "type": "bar",
        "data": {
            "labels": [row["quarter"] for row in rows],
            "datasets": [{"name": label, "values": [row[field] for row in rows]} for field, label in shown],
        },
        "barOptions": {"stacked": 1},
        "colors": ["#48bb74", "#4299e1", "#cbd5e0", "#ed8936"],
    }


def _summary(rows: list[dict]) -> list[dict]:
    total = {field: sum(row[field] for row in rows) for field in FIGURES}
    due = total["done"] + total["overdue"]
    return [
        {"label": _("Slots Done"), "value": total["done"], "datatype": "Int", "indicator": "Green"},
        {
            "label": _("Slots Overdue"),
            "value": total["overdue"],
            "datatype": "Int",
            "indicator": "Red" if total["overdue"] else "Green",
        },
        {
            "label": _("Done of What Was Due"),
            "value": 100 * total["done"] / due if due else 0,
            "datatype": "Percent",
            "indicator": "Blue",
        },
    ]
