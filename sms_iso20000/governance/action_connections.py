"""Actions among the connections on the form of what they serve; the host asks one function for each record type."""

from frappe import _

from sms_iso20000.governance.connections import Data, connect


def plan(data: Data) -> Data:
    return _connected(data, "ITSM Plan", _("Plan Activities"))


def budget_line(data: Data) -> Data:
    return _connected(data, "ITSM Budget Line", _("Actions"))


def resource_plan(data: Data) -> Data:
    return _connected(data, "ITSM Resource Plan", _("Actions"))


def objective(data: Data) -> Data:
    return _connected(data, "ITSM Objective", _("Actions"))


def arrangement(data: Data) -> Data:
    return _connected(data, "ITSM Arrangement", _("Actions"))


def service(data: Data) -> Data:
    return _connected(data, "ITSM Service", _("Actions"))


def nonconformity(data: Data) -> Data:
    return _connected(data, "ITSM Nonconformity", _("Actions"))


def improvement(data: Data) -> Data:
    return _connected(data, "ITSM Improvement", _("Actions"))


def management_review(data: Data) -> Data:
    return _connected(data, "ITSM Management Review", _("Actions"))


def _connected(data: Data, doctype: str, label: str) -> Data:
    """The dashboard `data` of `doctype` with the actions that serve a record of it."""
    return connect(data, doctype, "ITSM Action", "reference_doctype", "reference_name", label)
