"""Conditions of our notifications, on a site that comes from a release of the host which knew one kind of them."""

from collections.abc import Iterator

import frappe
import pytest

from sms_iso20000.setup.notifications import say_kind_of_conditions

NOTIFICATION, KIND = "Notification", "condition_type"
OURS = "ITSM Action Due"


@pytest.fixture
def kinds() -> Iterator[None]:
    """The host tells kinds of conditions apart; where it is an earlier release, the field is added as in later ones."""
    is_added = not frappe.get_meta(NOTIFICATION).has_field(KIND)
    if is_added:
        field = {"dt": NOTIFICATION, "fieldname": KIND, "fieldtype": "Data", "label": "Condition Type"}
        frappe.get_doc({"doctype": "Custom Field", **field}).insert()
        frappe.db.commit()
    yield
    frappe.db.rollback()
    if is_added:
        frappe.delete_doc("Custom Field", f"{NOTIFICATION}-{KIND}", force=True)
        frappe.db.commit()
        frappe.clear_cache(doctype=NOTIFICATION)


def test_kind_is_said_where_it_never_was(kinds):
    before = frappe.db.get_value(NOTIFICATION, OURS, "modified")
    foreign = frappe.get_all(NOTIFICATION, {"module": ["!=", "SMS ISO20000"]}, pluck="name", order_by="name asc")
    frappe.db.set_value(NOTIFICATION, {"name": ["in", [OURS, *foreign]]}, KIND, None, update_modified=False)
    frappe.db.set_value(NOTIFICATION, "ITSM Action Overdue", KIND, "Filters")
    say_kind_of_conditions()
    assert frappe.db.get_value(NOTIFICATION, OURS, [KIND, "modified"]) == ("Python", before)
    # What somebody has chosen stays, and so do those of others.
    assert frappe.db.get_value(NOTIFICATION, "ITSM Action Overdue", KIND) == "Filters"
    assert not frappe.db.exists(NOTIFICATION, {"name": ["in", foreign], KIND: "Python"})
