"""What forms and reports of improvements ask the server for."""

import frappe
from frappe.utils import getdate

from sms_iso20000.governance import improvement_telling
from sms_iso20000.permissions.access import require_read


@frappe.whitelist(methods=["POST"])
def draft_telling(system: str, since: str = "") -> str:
    """Name of the draft of a communication on the improvements closed since a day, for the form to open.

    Raises PermissionError where the signed-in user may not read improvements of `system` or not write communications.
    """
    require_read("ITSM Improvement", system)
    return improvement_telling.draft_telling(system, getdate(since) if since else None).name
