"""Arrangements among the connections on the form of a party; the host asks one function for each record type."""

from functools import partial

from frappe import _

ARRANGEMENT = "ITSM Arrangement"


def _connected(data, doctype: str):
    """The dashboard `data` of `doctype` with the arrangements that name a record of it as their party."""
    data.setdefault("non_standard_fieldnames", {})[ARRANGEMENT] = "party"
    data.setdefault("dynamic_links", {})["party"] = [doctype, "party_type"]
    data.setdefault("transactions", []).append({"label": _("Service Management"), "items": [ARRANGEMENT]})
    return data


supplier = partial(_connected, doctype="Supplier")
customer = partial(_connected, doctype="Customer")
department = partial(_connected, doctype="Department")
hd_team = partial(_connected, doctype="HD Team")
user_group = partial(_connected, doctype="User Group")
