"""Removing what the host would leave behind."""

import frappe

from sms_iso20000.demonstration.remove import remove_demo_records
from sms_iso20000.setup.custom_fields import remove_custom_fields
from sms_iso20000.setup.form_scripts import remove_form_scripts
from sms_iso20000.setup.kanban_boards import remove_kanban_boards
from sms_iso20000.setup.scorecard_variables import remove_scorecard_variables
from sms_iso20000.workflows.sync import remove_workflows

ROLES = (
    "ITSM Top Management",
    "ITSM Manager",
    "ITSM Process Owner",
    "ITSM Auditor",
    "ITSM External Auditor",
    "ITSM User",
)


def before_uninstall() -> None:
    """What carries our name but hangs on no module. The host commits it together with the removal of the module."""
    remove_demo_records()
    remove_workflows()
    remove_kanban_boards()
    remove_custom_fields()
    remove_scorecard_variables()
    remove_form_scripts()
    remove_roles()
    remove_scheduled_jobs()
    remove_onboarding_steps()
    remove_traces()


def remove_roles() -> None:
    """The roles, who holds them, and what they were allowed on record types of others."""
    for doctype in ("Has Role", "DocPerm", "Custom DocPerm"):
        frappe.db.delete(doctype, {"role": ["in", ROLES]})
    for role in ROLES:
        if frappe.db.exists("Role", role):
            frappe.delete_doc("Role", role, ignore_permissions=True, force=True)


def remove_scheduled_jobs() -> None:
    for name in frappe.get_all(
        "Scheduled Job Type",
        filters={"method": ["like", "sms_iso20000.%"]},
        pluck="name",
        order_by="name asc",
    ):
        frappe.delete_doc("Scheduled Job Type", name, ignore_permissions=True, force=True)


def remove_onboarding_steps() -> None:
    for field in ("reference_document", "reference_report"):
        for name in frappe.get_all(
            "Onboarding Step", filters={field: ["like", "ITSM %"]}, pluck="name", order_by="name asc"
        ):
            frappe.delete_doc("Onboarding Step", name, ignore_permissions=True, force=True)


def remove_traces() -> None:
    """Rows of the host that refer to our records and would point nowhere."""
    like_ours = ["like", "ITSM %"]
    actions = frappe.get_all(
        "Workflow Action", filters={"reference_doctype": like_ours}, pluck="name", order_by="name asc"
    )
    frappe.db.delete("Workflow Action Permitted Role", {"parent": ["in", actions]})
    frappe.db.delete("Workflow Action", {"name": ["in", actions]})
    for name in frappe.get_all("File", filters={"attached_to_doctype": like_ours}, pluck="name", order_by="name asc"):
        frappe.delete_doc("File", name, ignore_permissions=True, force=True)
    frappe.db.delete("User Permission", {"allow": like_ours})
    frappe.db.delete("Version", {"ref_doctype": like_ours})
    frappe.db.delete("Comment", {"reference_doctype": like_ours})
    frappe.db.delete("ToDo", {"reference_type": like_ours})
    frappe.db.delete("Notification Log", {"document_type": like_ours})
    frappe.db.delete("Series", {"name": ["like", "ITSM-%"]})
