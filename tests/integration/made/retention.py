"""Retention rules on the test's ticket type, made through the app's own functions."""

import frappe
from frappe.model.document import Document

from tests.integration.stage import MANAGER, TICKET, TOP, acting_as


def rule_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Retention Rule",
        "system": system.name,
        "title": "Tickets",
        "document_type": TICKET,
        # Each test rules over its own tickets only.
        "filters": frappe.as_json({"subject": system.name}),
        "rule_owner": MANAGER,
        "start_field": "closed",
        "retention_months": 12,
        "basis": "Contracts with our customers.",
        "storage": "The site's database and its nightly backup.",
        "protection": "Roles of the site; backups are encrypted.",
        "disposal_method": "Delete",
        **values,
    }


def make_rule(system, status: str = "In Force", **values) -> Document:
    """A rule written by the manager and, unless a Draft is asked for, approved by top management."""
    with acting_as(MANAGER):
        rule = frappe.get_doc(rule_values(system, **values)).insert()
    if status != "Draft":
        with acting_as(TOP):
            rule.approve()
    if status == "Withdrawn":
        with acting_as(TOP):
            rule.withdraw("Replaced by another.")
    rule.reload()
    return rule
