"""The host's count of records, held to who may read them where they are of a person.

Releases of the host let everybody with a desk count records of any type by any filter, which tells what stands in them.
"""

import frappe
from frappe.client import get_count as count_of_host

from sms_iso20000.rules.retention import PERSONAL


@frappe.whitelist(methods=["GET", "POST"])
def get_count(
    doctype: str,
    filters: dict | list | str | None = None,
    debug: bool | int | str = False,
    cache: bool | int | str = False,
) -> int:
    """How many records of `doctype` fit; of records of a person only those that the signed-in user may read (4.4.2 e).

    Raises PermissionError for records of a person to whoever may read none.
    """
    if doctype not in PERSONAL:
        return count_of_host(doctype, filters, debug, cache)
    fitting = frappe.get_list(
        doctype, filters=frappe.parse_json(filters), pluck="name", order_by="name asc", limit_page_length=0
    )
    return len(fitting)
