"""Record types with the names and fields that ERPNext and HRMS give theirs, where these apps are not installed.

Making their tables commits, so a module makes them before its tests and removes them after.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document

FIELDS = {
    "Employee": (("employee_name", "Data"), ("user_id", "Link", "User"), ("status", "Data"), ("reports_to", "Data")),
    "Skill": (("skill_name", "Data"),),
    "Employee Skill": (("skill", "Data"), ("proficiency", "Rating"), ("evaluation_date", "Date")),
    "Employee Skill Map": (("employee", "Data"), ("employee_skills", "Table", "Employee Skill")),
    "Training Event Employee": (("employee", "Data"), ("status", "Data"), ("attendance", "Data")),
    "Training Event": (("event_name", "Data"), ("employees", "Table", "Training Event Employee")),
    "Training Result Employee": (("employee", "Data"), ("hours", "Float"), ("grade", "Data")),
    "Training Result": (("training_event", "Data"), ("employees", "Table", "Training Result Employee")),
}
ROWS = ("Employee Skill", "Training Event Employee", "Training Result Employee")


@contextmanager
def people_apps() -> Iterator[None]:
    """ERPNext's employees and HRMS, as far as this app reads them: theirs where they are there, else stand-ins."""
    made = [doctype for doctype in FIELDS if not frappe.db.exists("DocType", doctype)]
    for doctype in made:
        _make_doctype(doctype)
    frappe.db.commit()
    try:
        yield
    finally:
        frappe.db.rollback()
        for doctype in reversed(made):
            frappe.delete_doc("DocType", doctype, force=True, ignore_permissions=True)
        frappe.db.commit()


def make_employee(user: str | None, reports_to: Document | None = None, status: str = "Active") -> Document:
    return _insert(
        "Employee",
        employee_name=user,
        first_name=user,
        user_id=user,
        status=status,
        reports_to=reports_to and reports_to.name,
    )


def make_skill(name: str) -> Document:
    return _insert("Skill", name=name, skill_name=name)


def make_skill_map(employee: Document, skills: dict[str, float]) -> Document:
    """Shares of five stars by skill."""
    rows = [{"skill": skill, "proficiency": share} for skill, share in skills.items()]
    return _insert("Employee Skill Map", employee=employee.name, employee_skills=rows)


def make_event(attendance: dict[str, str]) -> Document:
    """Present or Absent by employee."""
    rows = [{"employee": employee, "attendance": said} for employee, said in attendance.items()]
    return _insert("Training Event", event_name=frappe.generate_hash(length=8), employees=rows)


def make_result(event: Document, employees: list[str]) -> Document:
    return _insert("Training Result", training_event=event.name, employees=[{"employee": name} for name in employees])


def _insert(doctype: str, **values) -> Document:
    """Past what HRMS asks of its own forms, which is not what is tested here."""
    doc = frappe.get_doc({"doctype": doctype, **values})
    doc.flags.update(ignore_mandatory=True, ignore_validate=True, ignore_links=True, ignore_permissions=True)
    return doc.insert()


def _make_doctype(doctype: str) -> None:
    fields = [
        {"fieldname": name, "fieldtype": kind, "label": name.replace("_", " ").title(), "options": "".join(options)}
        for name, kind, *options in FIELDS[doctype]
    ]
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": doctype,
            "module": "Core",
            "custom": 1,
            "istable": int(doctype in ROWS),
            "autoname": "field:skill_name" if doctype == "Skill" else "hash",
            "fields": fields,
            "permissions": [] if doctype in ROWS else [{"role": "System Manager", "read": 1}],
        }
    ).insert()
