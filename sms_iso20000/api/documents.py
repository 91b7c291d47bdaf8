"""Documents for the forms on which they are used."""

import frappe

from sms_iso20000.governance.points_of_use import documents_for
from sms_iso20000.permissions.access import require_read


@frappe.whitelist(methods=["GET", "POST"])
def at(doctype: str, name: str = "") -> list[dict]:
    """Documents in force for the record `name`, or for a new record of `doctype` where there is none yet.

    Raises PermissionError where the signed-in user may not read the record, or any of its type.
    """
    if not name:
        require_read(doctype)
        return documents_for(doctype, None)
    record = frappe.get_doc(doctype, name)
    record.check_permission("read")
    return documents_for(doctype, record)
