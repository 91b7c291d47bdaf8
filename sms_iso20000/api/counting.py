"""The host's counts of records, held to who may read them where they are of a person.

Releases of the host let everybody with a desk count records of any type by any filter, which tells what stands in them.
"""

import frappe
from frappe.client import get_count as count_of_host
from frappe.desk.listview import get_group_by_count as counts_by_group_of_host

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
    return len(_readable(doctype, filters))


@frappe.whitelist(methods=["GET", "POST"])
def get_group_by_count(doctype: str, current_filters: str, field: str) -> list[dict]:
    """How many records of `doctype` fit, by the values of `field`, for the list's sidebar; of records of a person only
    of those that the signed-in user may read: by who they are assigned to, the host counts all.

    Raises PermissionError for records of a person to whoever may read none.
    """
    if doctype in PERSONAL:
        current_filters = frappe.as_json([[doctype, "name", "in", _readable(doctype, current_filters)]])
    return counts_by_group_of_host(doctype, current_filters, field)


def _readable(doctype: str, filters: dict | list | str | None) -> list[str]:
    return frappe.get_list(
        doctype, filters=frappe.parse_json(filters), pluck="name", order_by="name asc", limit_page_length=0
    )
