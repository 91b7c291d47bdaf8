"""Plans of processes beside the service management plan: which revision of it they fit, and who hears of a newer one
(4.5.2)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from sms_iso20000.governance.documents import DOCUMENT, PLAN
from sms_iso20000.governance.language import language_of
from sms_iso20000.governance.people import full_names
from sms_iso20000.governance.plans import plan_in_force
from sms_iso20000.governance.reading import readable_names
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.alignment import (
    PROCESS_PLAN,
    Alignment,
    alignment_of,
    unmet_aligned_plan,
    unmet_realignment,
)
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.unmet import Unmet


def process_plans_of(system: str) -> list[frappe._dict]:
    """The process policies and plans in force, by code; each row has `aligned_with`, the plan revision that it fits by
    what was said last, and `alignment`. Two queries."""
    rows = frappe.get_all(
        DOCUMENT,
        filters={"system": system, "kind": PROCESS_PLAN, "workflow_state": State.IN_FORCE.value},
        fields=["name", "title", "code", "document_owner", "aligned_plan", "realigned_plan", "next_review_on"],
        order_by="code asc, name asc",
    )
    in_force = plan_in_force(system)
    for row in rows:
        row.aligned_with = aligned_with(row)
        row.alignment = alignment_of(row.aligned_with, in_force).value
    return rows


def readable_process_plans_of(system: str) -> list[frappe._dict]:
    """The rows of `process_plans_of` that the signed-in user may read; `owner_name` is what their owner is called."""
    readable = readable_names(DOCUMENT, system)
    rows = [row for row in process_plans_of(system) if row.name in readable]
    called = full_names(row.document_owner for row in rows)
    for row in rows:
        row.owner_name = called.get(row.document_owner, "")
    return rows


def aligned_with(document: dict) -> str:
    """The plan revision that a document fits: the one confirmed last, or the one it was written for."""
    return document.get("realigned_plan") or document.get("aligned_plan") or ""


def alignment_now(document: Document) -> dict[str, str]:
    """For the form of a process plan: how it stands, and the plan revision in force that it has to fit."""
    if document.kind != PROCESS_PLAN:
        return {}
    in_force = plan_in_force(document.system)
    return {"alignment": alignment_of(aligned_with(document), in_force).value, "plan": in_force}


def unmet_alignment(document: Document, earlier: Document | None) -> list[Unmet]:
    """Why a draft cannot name the plan revision it does; one that `earlier` names already is let be."""
    plan = document.aligned_plan
    if not plan or (earlier and earlier.aligned_plan == plan):
        return []
    found = frappe.db.get_value(PLAN, plan, ["workflow_state", "system"], as_dict=True)
    return unmet_aligned_plan(plan, found.workflow_state, found.system, document.system)


def confirm_alignment(document: Document, plan: str) -> None:
    """Keep that the signed-in user found the process plan in force to fit the plan revision in force."""
    unmet = unmet_realignment(document.kind, aligned_with(document), plan, plan_in_force(document.system))
    if unmet:
        refuse(*unmet)
    document.write_life(realigned_plan=plan, realigned_by=frappe.session.user, realigned_on=now_datetime())


def tell_owners(plan: Document) -> None:
    """Ring the bell of whoever owns a process plan that does not say it fits `plan`, which has come into force."""
    for row in process_plans_of(plan.system):
        if row.alignment != Alignment.ALIGNED.value:
            _ring(row, plan)


def _ring(document: frappe._dict, plan: Document) -> None:
    with language_of(document.document_owner):
        sentence = _("{0}, revision {1}, is in force; see whether {2} still fits it").format(
            plan.title, plan.revision, document.title
        )
    frappe.get_doc(
        {
            "doctype": "Notification Log",
            "type": "Alert",
            "subject": sentence,
            "document_type": DOCUMENT,
            "document_name": document.name,
            "for_user": document.document_owner,
        }
    ).insert(ignore_permissions=True)
