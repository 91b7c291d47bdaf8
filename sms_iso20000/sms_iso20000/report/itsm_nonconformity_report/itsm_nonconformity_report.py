from collections.abc import Callable, Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import get_fullname, getdate, today

from sms_iso20000.governance.nonconformity_register import Register, register_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.nonconformity import State
from sms_iso20000.rules.nonconformity_figures import AGES, Figures, Found, ages, figures, grouped


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Nonconformities of a system: each, or by clause, process, manager or month of closing (4.5.4.2, 4.5.5.1).

    Filters: `system` (needed), `view` (Cases, Clause, Process, Manager or Month), and the days between which they were
    reported: `from_date`, `to_date`.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return case_columns(), [], _("Choose a system first.")
    require_read("ITSM Nonconformity", filters.system)
    register, day = _within(register_of(filters.system), filters), getdate(today())
    summary = _summary(figures(register.found, day))
    if filters.view in (None, "", "Cases"):
        return case_columns(), _cases(register, day), None, _chart_of_ages(register, day), summary
    groups = grouped(register.found, _keys(register, filters.view))
    rows = [
        {"label": _label(register, filters.view, key), **vars(figures(found, day))} for key, found in groups.items()
    ]
    return group_columns(filters.view), rows, None, _chart(filters.view, rows), summary


def case_columns() -> list[dict]:
    return [
        _case("name", _("Nonconformity")),
        {"fieldname": "title", "label": _("Title"), "fieldtype": "Data", "width": 220},
        {"fieldname": "grade", "label": _("Grade"), "fieldtype": "Data", "width": 90},
        {"fieldname": "workflow_state", "label": _("Status"), "fieldtype": "Data", "width": 120},
        {"fieldname": "clauses", "label": _("Clauses"), "fieldtype": "Data", "width": 110},
        {"fieldname": "process", "label": _("Process"), "fieldtype": "Data", "width": 160},
        {"fieldname": "source_kind", "label": _("Source"), "fieldtype": "Data", "width": 130},
        {
            "fieldname": "area_manager",
            "label": _("Manager of the Area"),
            "fieldtype": "Link",
            "options": "User",
            "width": 180,
        },
        {"fieldname": "reported_on", "label": _("Reported On"), "fieldtype": "Datetime", "width": 150},
        {"fieldname": "due_on", "label": _("To Be Put Right By"), "fieldtype": "Date", "width": 120},
        {"fieldname": "days_late", "label": _("Days Late"), "fieldtype": "Int", "width": 90},
        {"fieldname": "closed_on", "label": _("Closed On"), "fieldtype": "Date", "width": 110},
        {"fieldname": "age", "label": _("Age (Days)"), "fieldtype": "Int", "width": 90},
        _case("recurrence_of", _("Comes Back From")),
    ]


def _case(field: str, label: str) -> dict:
    return {"fieldname": field, "label": label, "fieldtype": "Link", "options": "ITSM Nonconformity", "width": 150}


def group_columns(view: str) -> list[dict]:
    heads = {
        "Clause": _("Clause"),
        "Process": _("Process"),
        "Manager": _("Manager of the Area"),
        "Month": _("Closed In"),
    }
    numbers = {
        "total": _("Nonconformities"),
        "major": _("Major"),
        "minor": _("Minor"),
        "concern": _("Concern"),
        "still_open": _("Open"),
        "overdue": _("Overdue"),
        "longest_late": _("Longest Late (Days)"),
        "closed": _("Closed"),
    }
    return [
        {"fieldname": "label", "label": heads[view], "fieldtype": "Data", "width": 240},
        *({"fieldname": field, "label": label, "fieldtype": "Int", "width": 110} for field, label in numbers.items()),
        {"fieldname": "mean_days", "label": _("Days to Close"), "fieldtype": "Float", "precision": 1, "width": 110},
        {"fieldname": "effectiveness", "label": _("Effective at Verification"), "fieldtype": "Percent", "width": 130},
    ]


def _within(register: Register, filters: frappe._dict) -> Register:
    """Only what was reported in the period asked for."""
    first, last = (getdate(filters[key]) if filters.get(key) else None for key in ("from_date", "to_date"))
    kept = {
        case.name
        for case in register.found
        if (not first or case.reported_on >= first) and (not last or case.reported_on <= last)
    }
    return Register(
        [row for row in register.rows if row.name in kept],
        [case for case in register.found if case.name in kept],
        register.clauses,
        register.processes,
    )


def _cases(register: Register, day: date) -> list[dict]:
    return [
        {
            **row,
            "clauses": ", ".join(register.clauses.get(row.name, [])),
            "process": _(register.processes.get(row.related_process, "")),
            "days_late": case.days_late(day) or None,
            "age": case.age(day),
        }
        for row, case in zip(register.rows, register.found, strict=True)
    ]


def _keys(register: Register, view: str) -> Callable[[Found], Iterable[str]]:
    rows = {row.name: row for row in register.rows}
    return {
        "Clause": lambda case: register.clauses.get(case.name) or [""],
        "Process": lambda case: [rows[case.name].related_process or ""],
        "Manager": lambda case: [rows[case.name].area_manager or ""],
        "Month": lambda case: [case.closed_on.strftime("%Y-%m")] if case.state == State.CLOSED else [],
    }[view]


def _label(register: Register, view: str, key: str) -> str:
    if not key:
        return _("Not Said")
    if view == "Process":
        return _(register.processes[key])
    return get_fullname(key) if view == "Manager" else key


def _chart(view: str, rows: list[dict]) -> dict | None:
    if not rows:
        return None
    labels = [row["label"] for row in rows]
    if view == "Month":
        datasets = [
            {"name": _("Days to Close"), "values": [row["mean_days"] or 0 for row in rows]},
            {"name": _("Effective at Verification"), "values": [row["effectiveness"] or 0 for row in rows]},
        ]
        return {"data": {"labels": labels, "datasets": datasets}, "type": "line"}
    if view == "Manager":
        datasets = [
            {"name": _("Open"), "values": [row["still_open"] for row in rows]},
            {"name": _("Overdue"), "values": [row["overdue"] for row in rows]},
        ]
        colours = ["light-blue", "red"]
        return {"data": {"labels": labels, "datasets": datasets}, "type": "bar", "colors": colours}
    grades = {"major": _("Major"), "minor": _("Minor"), "concern": _("Concern")}
    datasets = [{"name": label, "values": [row[field] for row in rows]} for field, label in grades.items()]
    return {
        "data": {"labels": labels, "datasets": datasets},
        "type": "bar",
        "colors": ["red", "orange", "light-blue"],
        "barOptions": {"stacked": 1},
    }


def _chart_of_ages(register: Register, day: date) -> dict | None:
    counts = ages(register.found, day)
    if not any(counts):
        return None
    starts = (0, *(most + 1 for most in AGES))
    labels = [_("{0} to {1} days").format(first, last) for first, last in zip(starts, AGES, strict=False)]
    labels.append(_("over {0} days").format(AGES[-1]))
    return {"data": {"labels": labels, "datasets": [{"name": _("Open"), "values": counts}]}, "type": "bar"}


def _summary(found: Figures) -> list[dict]:
    shown = [
        {"label": _("Open"), "value": found.still_open, "datatype": "Int", "indicator": "Blue"},
        {
            "label": _("Overdue"),
            "value": found.overdue,
            "datatype": "Int",
            "indicator": "Red" if found.overdue else "Green",
        },
    ]
    if found.mean_days is not None:
        # The host would show a number with as many decimals as it keeps.
        days = f"{found.mean_days:g}"
        shown.append({"label": _("Days to Close"), "value": days, "datatype": "Data", "indicator": "Blue"})
    if found.effectiveness is not None:
        colour = "Green" if found.effectiveness >= 80 else "Orange"
        label = _("Effective at Verification")
        shown.append({"label": label, "value": found.effectiveness, "datatype": "Percent", "indicator": colour})
    return shown
