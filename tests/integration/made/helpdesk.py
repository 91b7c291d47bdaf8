"""Records of Helpdesk, as its own pages make them."""

import frappe
from frappe.model.document import Document


def make_team() -> Document:
    """Without members: Helpdesk would assign tickets to them by mail, for which a test site has no account."""
    return _make("HD Team", team_name=_named("Night Desk"))


def make_desk_agreement() -> Document:
    """A copy of the one that Helpdesk comes with."""
    agreement = frappe.copy_doc(frappe.get_doc("HD Service Level Agreement", "Default"))
    agreement.update({"service_level": _named("Silver"), "default_sla": 0, "condition": "doc.priority == 'Low'"})
    return agreement.insert()


def make_desk_customer() -> Document:
    return _make("HD Customer", customer_name=_named("Harbour"))


def solved_ticket(day, late: bool = False, **values) -> Document:
    """Answered and solved by Helpdesk's own clock, in time or `late`, and then moved to `day`."""
    ticket = _make("HD Ticket", subject="Printer", raised_by="a@example.com", description="No paper.", **values)
    began = frappe.utils.add_days(ticket.creation, -60 if late else 0)
    ticket.db_set({"creation": began, "service_level_agreement_creation": began, "first_responded_on": began})
    ticket.reload()
    ticket.status = "Resolved"
    ticket.save()
    ticket.db_set({"creation": f"{day} 08:00:00", "resolution_date": f"{day} 10:00:00"})
    return ticket


def _make(doctype: str, **values) -> Document:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


def _named(what: str) -> str:
    return f"{what} {frappe.generate_hash(length=6)}"
