"""Conditions of our notifications, which releases of the host write down in different ways."""

import frappe

from sms_iso20000.setup.custom_fields import MODULE


def say_kind_of_conditions() -> None:
    """Later releases tell kinds of conditions apart and heed none whose kind is not said, so that everybody would be
    told of everything: on a site that comes from an earlier release it is said here."""
    if not frappe.get_meta("Notification").has_field("condition_type"):
        return
    unsaid = {"module": MODULE, "condition": ["is", "set"], "condition_type": ["is", "not set"]}
    for name in frappe.get_all("Notification", filters=unsaid, pluck="name", order_by="name asc"):
        # The day of change stays, by which the host knows whether what comes with the app is newer.
        frappe.db.set_value("Notification", name, "condition_type", "Python", update_modified=False)
