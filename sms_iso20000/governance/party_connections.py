"""Arrangements among the connections on the form of a party; the host asks one function for each record type."""

from functools import partial

from frappe import _

from sms_iso20000.governance.connections import connect


def _connected(data, doctype: str):
    """The dashboard `data` of `doctype` with the arrangements that name a record of it as their party."""
    return connect(data, doctype, "ITSM Arrangement", "party_type", "party", _("Service Management"))


supplier = partial(_connected, doctype="Supplier")
customer = partial(_connected, doctype="Customer")
department = partial(_connected, doctype="Department")
hd_team = partial(_connected, doctype="HD Team")
user_group = partial(_connected, doctype="User Group")
