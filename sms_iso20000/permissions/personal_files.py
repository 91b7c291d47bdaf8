"""Policy: the files of a record of a person are listed for whoever may see that record (4.4.2 e).

The host lists the files of all records of a type, with name and who uploaded them, for whoever may read one of these.
"""

import frappe
from frappe.permissions import get_user_permissions

from sms_iso20000.permissions.criterion import AllOf, Criterion, OneOf
from sms_iso20000.permissions.hooks import criteria_for
from sms_iso20000.rules.retention import PERSONAL


def files(user: str | None = None) -> str:
    """The host's hook for lists of File; it comes after the host's own condition and narrows that further."""
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    return " and ".join(_listed(doctype, user) for doctype in sorted(PERSONAL))


def _listed(doctype: str, user: str) -> str:
    """Files of other records, one's own, and those of records of `doctype` that `user` may see."""
    seen = _seen(doctype, user)
    where = f" where {AllOf(tuple(seen)).sql(doctype)}" if seen else ""
    return (
        f"(coalesce(`tabFile`.`attached_to_doctype`, '') != {frappe.db.escape(doctype)}"
        f" or `tabFile`.`owner` = {frappe.db.escape(user)}"
        f" or `tabFile`.`attached_to_name` in (select `tab{doctype}`.`name` from `tab{doctype}`{where}))"
    )


def _seen(doctype: str, user: str) -> list[Criterion]:
    """The conditions on records of `doctype`, with the one that the host adds by user permissions on the system."""
    allowed = [row.doc for row in get_user_permissions(user).get("ITSM System", ())]
    return [*criteria_for(doctype, user), *([OneOf("system", allowed)] if allowed else [])]
