"""What ERPNext's employees and HRMS tell of people; nothing where these apps are not installed."""

from collections.abc import Collection

import frappe
from frappe.utils import cint, flt

from sms_iso20000.integrations.erpnext.employee import EMPLOYEE
from sms_iso20000.integrations.hrms.skills import SKILL, SKILL_MAP
from sms_iso20000.integrations.hrms.training import TRAININGS


def line_reports_of(user: str) -> set[str]:
    """Users of the employees who report to `user` and have not left."""
    if not _has_employees():
        return set()
    user_field, reports_to = EMPLOYEE["user_field"], EMPLOYEE["line_manager_field"]
    own = frappe.get_all(EMPLOYEE["doctype"], filters={user_field: user}, pluck="name", order_by="name asc")
    if not own:
        return set()
    reports = frappe.get_all(
        EMPLOYEE["doctype"],
        filters={
            reports_to: ["in", own],
            EMPLOYEE["status_field"]: ["!=", EMPLOYEE["left"]],
            user_field: ["is", "set"],
        },
        pluck=user_field,
        order_by=f"{user_field} asc",
    )
    return set(reports) - {user}


def skill_is_known(skill: str) -> bool:
    """Whether HRMS has a skill of that name; so it seems where there is no HRMS to ask."""
    return not frappe.db.exists("DocType", SKILL["doctype"]) or bool(frappe.db.exists(SKILL["doctype"], skill))


def skill_maps_of(users: Collection[str]) -> dict[str, str]:
    """The record in which HRMS keeps the skills of each of `users`; at most two queries."""
    if not (users and _has_employees() and frappe.db.exists("DocType", SKILL_MAP["doctype"])):
        return {}
    employees, employee = _users_of(users), SKILL_MAP["employee_field"]
    rows = frappe.get_all(
        SKILL_MAP["doctype"],
        filters={employee: ["in", sorted(employees)]},
        fields=["name", employee],
        order_by="name asc",
    )
    return {employees[row[employee]]: row.name for row in rows}


def skills_of(users: Collection[str], skills: Collection[str]) -> dict[tuple[str, str], int]:
    """The stars, 1 to 5, that HRMS gives users for skills, by user and skill; at most three queries."""
    if not (users and skills):
        return {}
    maps = {name: user for user, name in skill_maps_of(users).items()}
    skill, proficiency = SKILL_MAP["skill_field"], SKILL_MAP["proficiency_field"]
    rows = frappe.get_all(
        SKILL_MAP["table"],
        filters={
            "parenttype": SKILL_MAP["doctype"],
            "parent": ["in", sorted(maps)],
            skill: ["in", sorted(set(skills))],
        },
        fields=["parent", skill, proficiency],
        order_by="parent asc, idx asc",
    )
    stars: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (maps[row.parent], row[skill])
        # Half a star is no level yet.
        stars[key] = max(stars.get(key, 0), cint(flt(row[proficiency], 6) * SKILL_MAP["stars"] + 1e-6))
    return {key: number for key, number in stars.items() if number}


def is_host_training(doctype: str | None) -> bool:
    """Whether records of this type tell who attended a training, and are there."""
    return doctype in TRAININGS and bool(frappe.db.exists("DocType", doctype))


def is_host_training_closed(doctype: str, name: str) -> bool:
    """Whether the host's record of a training says for good who attended."""
    return bool(frappe.db.exists(doctype, {"name": name, "docstatus": 1, **TRAININGS[doctype]["closed"]}))


def attendees_of(doctype: str, name: str) -> set[str]:
    """Users of the employees who attended a training of the host."""
    described = TRAININGS[doctype]
    present = {described["attendance_field"]: described["present"]} if described["attendance_field"] else {}
    employees = frappe.get_all(
        described["table"],
        filters={"parenttype": doctype, "parent": name, **present},
        pluck=described["employee_field"],
        order_by="idx asc",
    )
    user_field = EMPLOYEE["user_field"]
    users = frappe.get_all(
        EMPLOYEE["doctype"],
        filters={"name": ["in", employees], user_field: ["is", "set"]},
        pluck=user_field,
        order_by=f"{user_field} asc",
    )
    return set(users)


def _users_of(users: Collection[str]) -> dict[str, str]:
    """The user of each employee who stands for one of `users`."""
    user_field = EMPLOYEE["user_field"]
    return dict(
        frappe.get_all(
            EMPLOYEE["doctype"],
            filters={user_field: ["in", sorted(users)]},
            fields=["name", user_field],
            as_list=True,
            order_by="name asc",
        )
    )


def _has_employees() -> bool:
    return bool(frappe.db.exists("DocType", EMPLOYEE["doctype"]))


def lines_around(users: Collection[str]) -> set[tuple[str, str]]:
    """Pairs of line manager and report, as users, in which one of `users` is; two queries, none without ERPNext."""
    if not (users and _has_employees()):
        return set()
    doctype, user_field, manager = EMPLOYEE["doctype"], EMPLOYEE["user_field"], EMPLOYEE["line_manager_field"]
    fields = ["name", user_field, manager]
    own = frappe.get_all(doctype, filters={user_field: ["in", sorted(users)]}, fields=fields, order_by="name asc")
    if not own:
        return set()
    names = [row.name for row in own]
    around = frappe.get_all(
        doctype,
        or_filters={"name": ["in", [row[manager] for row in own if row[manager]]], manager: ["in", names]},
        fields=fields,
        order_by="name asc",
    )
    user_of = {row.name: row[user_field] for row in (*own, *around)}
    pairs = {(user_of.get(row[manager]), row[user_field]) for row in (*own, *around) if row[manager]}
    return {(above, below) for above, below in pairs if above and below and above != below}
