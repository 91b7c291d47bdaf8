"""The sentences behind what the verification finds, in the reader's language."""

import frappe
from frappe import _

from sms_iso20000.evidence.verification import Fault


def fault_sentence(fault: Fault) -> str:
    """What is wrong with which record; a code this release does not know is shown rather than hidden."""
    template = _sentences().get(fault.code)
    record = f"{_(fault.doctype)} {fault.name}"
    field = _(frappe.get_meta(fault.doctype).get_label(fault.field)) if fault.field else ""
    return template.format(record=record, field=field) if template else f"{record}: {fault.code}"


def _sentences() -> dict[str, str]:
    return {
        # the chain
        "decision_missing_before": _("A decision before {record} is missing."),
        "decision_chain_broken": _("{record} does not follow the decision before it."),
        "decision_changed": _("{record} was changed after it was written."),
        # what decisions sealed
        "content_changed": _("The content of {record} was changed after it was sealed."),
        "content_differs_from_decision": _("The content of {record} is not the one that was decided on."),
        "state_differs_from_decision": _("The status of {record} is not the one that the decisions left it in."),
        "decision_missing": _("The decision that {record} needs is missing."),
        # sealed files
        "file_missing": _("A file of {record} is gone: {field}."),
        "file_changed": _("A file of {record} is not the one that was sealed: {field}."),
    }
