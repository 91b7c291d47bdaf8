"""Installing our workflows: created if missing, updated only while they still equal what was shipped."""

import frappe

from sms_iso20000.workflows.arrangement import ARRANGEMENT
from sms_iso20000.workflows.audit import AUDIT
from sms_iso20000.workflows.audit_programme import AUDIT_PROGRAMME
from sms_iso20000.workflows.definition import WorkflowDefinition, fingerprint
from sms_iso20000.workflows.document import DOCUMENT
from sms_iso20000.workflows.improvement import IMPROVEMENT
from sms_iso20000.workflows.management_review import MANAGEMENT_REVIEW
from sms_iso20000.workflows.nonconformity import NONCONFORMITY
from sms_iso20000.workflows.plan import PLAN
from sms_iso20000.workflows.policy import POLICY
from sms_iso20000.workflows.risk import RISK
from sms_iso20000.workflows.service import SERVICE

WORKFLOWS = (
    POLICY,
    DOCUMENT,
    RISK,
    ARRANGEMENT,
    PLAN,
    SERVICE,
    NONCONFORMITY,
    AUDIT,
    AUDIT_PROGRAMME,
    IMPROVEMENT,
    MANAGEMENT_REVIEW,
)
# The host's default values remember what we installed last.
INSTALLED_KEY = "sms_iso20000_workflow_{name}"


def sync_workflows() -> list[str]:
    """Bring each workflow up to date; one that an admin edited stays theirs. Returns the names written."""
    return [definition.name for definition in WORKFLOWS if _sync(definition)]


def remove_workflows() -> None:
    """Remove our workflows, and those of our states and actions that no other workflow uses."""
    for definition in WORKFLOWS:
        if frappe.db.exists("Workflow", definition.name):
            frappe.delete_doc("Workflow", definition.name, ignore_permissions=True, force=True)
        frappe.db.delete("DefaultValue", {"defkey": _key(definition)})
    _remove_unused("Workflow State", (("Workflow Document State", "state"), ("Workflow Transition", "next_state")))
    _remove_unused("Workflow Action Master", (("Workflow Transition", "action"),))


def _sync(definition: WorkflowDefinition) -> bool:
    shipped = fingerprint(definition.values())
    installed = frappe.defaults.get_global_default(_key(definition))
    if frappe.db.exists("Workflow", definition.name):
        workflow = frappe.get_doc("Workflow", definition.name)
        if fingerprint(workflow.as_dict()) != installed or shipped == installed:
            return False
    else:
        workflow = frappe.get_doc({"doctype": "Workflow", "workflow_name": definition.name})
    workflow.update(definition.values())
    workflow.save(ignore_permissions=True)
    frappe.defaults.set_global_default(_key(definition), shipped)
    return True


def _key(definition: WorkflowDefinition) -> str:
    return INSTALLED_KEY.format(name=frappe.scrub(definition.name))


def _remove_unused(doctype: str, used_in: tuple[tuple[str, str], ...]) -> None:
    shipped = {
        row["name"]
        for row in frappe.get_file_json(
            frappe.get_app_path("sms_iso20000", "fixtures", f"{frappe.scrub(doctype)}.json")
        )
    }
    used = {
        name
        for child, field in used_in
        for name in frappe.get_all(child, pluck=field, distinct=True, order_by=f"{field} asc")
    }
    for name in sorted(shipped - used):
        if frappe.db.exists(doctype, name):
            frappe.delete_doc(doctype, name, ignore_permissions=True, force=True)
