"""Employees of ERPNext, skills and trainings of HRMS, or record types like them where these apps are not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document

from tests.integration.made.stand_ins import stand_ins
from tests.integration.made.verdicts import put

FIELDS = {
    "Employee": (("employee_name", "Data"), ("user_id", "Link", "User"), ("status", "Data"), ("reports_to", "Data")),
    "Skill": (("skill_name", "Data"),),
    "Employee Skill": (("skill", "Data"), ("proficiency", "Rating"), ("evaluation_date", "Date")),
    "Employee Skill Map": (("employee", "Data"), ("employee_skills", "Table", "Employee Skill")),
    "Training Event Employee": (("employee", "Data"), ("status", "Data"), ("attendance", "Data")),
    "Training Event": (
        ("event_name", "Data"),
        ("event_status", "Data"),
        ("employees", "Table", "Training Event Employee"),
    ),
    "Training Result Employee": (("employee", "Data"), ("hours", "Float"), ("grade", "Data")),
    "Training Result": (("training_event", "Data"), ("employees", "Table", "Training Result Employee")),
}


@contextmanager
def people_apps() -> Iterator[None]:
    """ERPNext's employees and HRMS, as far as this app reads them: theirs where they are there, else stand-ins."""
    with stand_ins(FIELDS, Skill="skill_name"):
        yield


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


def make_event(attendance: dict[str, str], status: str = "Completed") -> Document:
    """Present or Absent by employee, in a submitted event."""
    rows = [{"employee": employee, "attendance": said} for employee, said in attendance.items()]
    name = frappe.generate_hash(length=8)
    return _submitted("Training Event", event_name=name, event_status=status, employees=rows)


def make_result(event: Document, employees: list[str]) -> Document:
    rows = [{"employee": name} for name in employees]
    return _submitted("Training Result", training_event=event.name, employees=rows)


def _submitted(doctype: str, **values) -> Document:
    """The stand-ins know no submitting."""
    doc = _insert(doctype, **values)
    put(doc, docstatus=1)
    return doc


def _insert(doctype: str, **values) -> Document:
    """Past what HRMS asks of its own forms, which is not what is tested here."""
    doc = frappe.get_doc({"doctype": doctype, **values})
    doc.flags.update(ignore_mandatory=True, ignore_validate=True, ignore_links=True, ignore_permissions=True)
    return doc.insert()
