import frappe
from frappe import _

from sms_iso20000.governance.budget import lines_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.budget import Standing

LINES_IN_CHART = 12


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """What was allotted to services and their management, what of it was spent, and who has to look (4.5.3 a).

    Filters: `system` (needed), `standing`. Figures of the host are shown to who may read the records they are of.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Budget Line", filters.system)
    rows = [
        row
        for row in lines_of(filters.system, as_reader=True)
        if not filters.standing or row.standing == filters.standing
    ]
    rows.sort(key=lambda row: list(Standing).index(row.standing))
    return columns(), rows, None, _chart(rows), _summary(rows)


def columns() -> list[dict]:
    return [
        {"fieldname": "title", "label": _("Title"), "fieldtype": "Data", "width": 220},
        {"fieldname": "standing", "label": _("Standing"), "fieldtype": "Data", "width": 140},
        _money("budgeted", _("Budgeted")),
        _money("spent", _("Spent")),
        _money("remaining", _("Remaining")),
        {"fieldname": "share_spent", "label": _("Spent (%)"), "fieldtype": "Percent", "width": 100},
        {"fieldname": "share_elapsed", "label": _("Period Elapsed (%)"), "fieldtype": "Percent", "width": 140},
        {"fieldname": "period_start", "label": _("Period Start"), "fieldtype": "Date", "width": 110},
        {"fieldname": "period_end", "label": _("Period End"), "fieldtype": "Date", "width": 110},
        {"fieldname": "spent_as_of", "label": _("Last Watched"), "fieldtype": "Date", "width": 110},
        _money("host_allotted", _("Allotted by the Host")),
        _money("difference", _("Difference to Ours")),
        {
            "fieldname": "reference_name",
            "label": _("Record of the Host"),
            "fieldtype": "Dynamic Link",
            "options": "reference_doctype",
            "width": 160,
        },
        {"fieldname": "budget_owner", "label": _("Budget Owner"), "fieldtype": "Link", "options": "User", "width": 180},
        {"fieldname": "service", "label": _("Service"), "fieldtype": "Link", "options": "ITSM Service", "width": 160},
        {
            "fieldname": "name",
            "label": _("ITSM Budget Line"),
            "fieldtype": "Link",
            "options": "ITSM Budget Line",
            "width": 150,
        },
    ]


def _money(fieldname: str, label: str) -> dict:
    return {"fieldname": fieldname, "label": label, "fieldtype": "Currency", "options": "currency", "width": 130}


def _chart(rows: list[dict]) -> dict | None:
    if not rows:
        return None
    shown = rows[:LINES_IN_CHART]
    return {
        "data": {
            "labels": [row.title for row in shown],
            "datasets": [
                {"name": _("Budgeted"), "values": [row.budgeted for row in shown]},
                {"name": _("Spent"), "values": [row.spent or 0 for row in shown]},
            ],
        },
        "type": "bar",
        "colors": ["#8d99a6", "#2490ef"],
    }


def _summary(rows: list[dict]) -> list[dict]:
    """Sums of money only where all of it is of one currency."""
    overspent = sum(row.standing == Standing.OVERSPENT for row in rows)
    unwatched = sum(row.standing == Standing.NOT_WATCHED for row in rows)
    figures = [
        {"label": _("Overspent"), "value": overspent, "datatype": "Int", "indicator": "Red" if overspent else "Green"},
        {
            "label": _("Not Watched"),
            "value": unwatched,
            "datatype": "Int",
            "indicator": "Orange" if unwatched else "Green",
        },
    ]
    currencies = {row.currency for row in rows}
    if len(currencies) != 1:
        return figures
    [currency] = currencies
    money = {"datatype": "Currency", "currency": currency, "indicator": "Blue"}
    budgeted, spent = sum(row.budgeted for row in rows), sum(row.spent or 0 for row in rows)
    return [
        {"label": _("Budgeted"), "value": budgeted, **money},
        {"label": _("Spent"), "value": spent, **money},
        *figures,
    ]
