"""Records that others shall not change meanwhile."""

import frappe

BEFORE_HOLDING = "sms_iso20000_holding"


def hold(doctype: str, *names: str) -> bool:
    """Make others who would change these records queue up until the transaction ends.

    False where the database will not wait: PostgreSQL for a change that this transaction could not see, MariaDB for
    longer than it is set to. Whoever has the time begins a new transaction and tries again.
    """
    frappe.db.savepoint(BEFORE_HOLDING)
    try:
        for name in names:
            frappe.db.get_value(doctype, name, "name", for_update=True)
    except (frappe.db.OperationalError, frappe.QueryTimeoutError):
        frappe.db.rollback(save_point=BEFORE_HOLDING)
        return False
    return True
