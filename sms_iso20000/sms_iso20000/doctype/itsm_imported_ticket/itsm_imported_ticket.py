import frappe

from sms_iso20000.evidence.guarded import GuardedRecord


class ITSMImportedTicket(GuardedRecord):
    """A ticket of a service desk outside this site, as the last file of it said (4.5.4.1)."""


def on_doctype_update():
    """A month of a service desk is counted among the tickets of many."""
    frappe.db.add_index("ITSM Imported Ticket", ["system", "service_desk", "closed_on"], "service_desk_closed_idx")
