"""Who may call a function that belongs to no single document."""

import frappe
from frappe import _


def require_read(doctype: str, system: str | None = None) -> None:
    """Raise PermissionError unless the signed-in user may read records of `doctype`, and this `system`."""
    if not frappe.has_permission(doctype, "read"):
        frappe.throw(_("You may not read {0}.").format(_(doctype)), frappe.PermissionError)
    if system:
        frappe.get_doc("ITSM System", system).check_permission("read")


def require_role(*roles: str) -> None:
    """Raise PermissionError unless the signed-in user holds one of `roles`."""
    if not set(roles).intersection(frappe.get_roles()):
        named = ", ".join(_(role) for role in roles)
        frappe.throw(_("This needs one of the roles {0}.").format(named), frappe.PermissionError)
