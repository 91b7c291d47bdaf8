"""From the slots of an audit programme to audits, and back (4.5.4.2)."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.governance.audit_ground import edition_of
from sms_iso20000.governance.audit_programmes import BETWEEN, PROGRAMME, SLOT, month_shown
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.audit import CLAUSES_OF_SUBJECTS, NOT_AUDITED
from sms_iso20000.rules.audit import State as AuditState
from sms_iso20000.rules.audit_planning import SYSTEM_GROUPS, Kind, group_of
from sms_iso20000.rules.audit_programme import SlotStatus, State
from sms_iso20000.rules.unmet import Unmet

AUDIT, REQUIREMENT = "ITSM Audit", "ITSM Requirement"
# What a slot of each kind gives the audit as its subject; a clause group is no subject, but what is audited against.
SUBJECT_FIELDS = {Kind.PROCESS: "subject", Kind.ARRANGEMENT: "subject", Kind.SITE: "site"}


def create_audit(names: Collection[str]) -> str:
    """Name of a planned audit that takes the slots in `names`; raises Refused unless they are planned slots of one
    programme at work."""
    slots = [frappe.get_doc(SLOT, name) for name in dict.fromkeys(names)]
    for slot in slots:
        slot.check_permission("write")
    programmes = {slot.programme for slot in slots}
    if len(programmes) != 1 or any(slot.status != SlotStatus.PLANNED for slot in slots):
        refuse(Unmet("slots_of_one_programme"))
    programme = frappe.get_doc(PROGRAMME, programmes.pop())
    if programme.workflow_state not in (State.APPROVED, State.RUNNING):
        refuse(Unmet("slots_of_one_programme"))
    audit = frappe.get_doc(_audit_values(programme, slots)).insert()
    for slot in slots:
        slot.write(status=SlotStatus.ASSIGNED.value, audit=audit.name)
    return audit.name


def settle(audit: Document) -> None:
    """The audit is over: its slots are done, but for those of a clause group of which nothing was looked at, which are
    to be planned again; so are all of an audit that was called off. Safe to repeat."""
    looked_at, asked = set(), set()
    for item in audit.checklist if audit.workflow_state != AuditState.CALLED_OFF else ():
        group = group_of(item.clause or "")
        asked.add(group)
        if item.result and item.result != NOT_AUDITED:
            looked_at.add(group)
    for name in frappe.get_all(
        SLOT, filters={"audit": audit.name, "status": SlotStatus.ASSIGNED}, pluck="name", order_by="name asc"
    ):
        slot = frappe.get_doc(SLOT, name)
        if not looked_at or slot.clause_group in asked - looked_at:
            slot.write(status=SlotStatus.PLANNED.value, audit=None)
        else:
            slot.write(status=SlotStatus.DONE.value)


def _audit_values(programme: Document, slots: list[Document]) -> dict:
    starts_on = max(getdate(today()), min(getdate(slot.planned_on) for slot in slots))
    subjects = {
        (slot.subject_type, slot.get(SUBJECT_FIELDS[slot.subject_type])): slot for slot in slots if _is_subject(slot)
    }
    clauses = {slot.clause_group for slot in slots} & set(SYSTEM_GROUPS)
    # The catalogue has no requirements of the clauses of processes; what is asked there, the subjects say.
    for slot in slots:
        if slot.clause_group not in clauses:
            clauses |= set(CLAUSES_OF_SUBJECTS.get(slot.subject_type, ()))
    titles = list(dict.fromkeys(slot.title.rsplit(BETWEEN, 1)[0] for slot in slots))
    return {
        "doctype": AUDIT,
        "system": programme.system,
        "programme": programme.name,
        "title": _("Audit {0}: {1}").format(month_shown(starts_on), ", ".join(titles))[:140],
        "kind": "Supplier" if _is_of_suppliers(slots) else "Internal",
        "criteria": programme.criteria,
        "scope_text": "\n".join(slot.title for slot in slots),
        "starts_on": starts_on,
        "ends_on": max(starts_on, *(getdate(slot.planned_until) for slot in slots)),
        "subjects": [{"subject_type": kind, SUBJECT_FIELDS[kind]: subject} for kind, subject in subjects],
        "requirements": [{"requirement": name} for name in _requirements(programme.system, clauses)],
    }


def _is_subject(slot: Document) -> bool:
    return slot.subject_type in SUBJECT_FIELDS


def _is_of_suppliers(slots: list[Document]) -> bool:
    if any(slot.subject_type != Kind.ARRANGEMENT for slot in slots):
        return False
    kinds = frappe.get_all(
        Kind.ARRANGEMENT.value,
        filters={"name": ["in", [slot.subject for slot in slots]]},
        pluck="party_kind",
        order_by="name asc",
    )
    return set(kinds) == {"Supplier"}


def _requirements(system: str, clauses: set[str]) -> list[str]:
    """Clauses and requirements in the catalogue; a clause stands for all requirements below it."""
    return frappe.get_all(
        REQUIREMENT,
        filters={"edition": edition_of(system), "clause": ["in", sorted(clauses)]},
        pluck="name",
        order_by="position asc",
    )
