"""Preventive actions drafted from signs of trouble, each once, and told to who is to decide on them (4.5.5.1)."""

from collections.abc import Collection
from datetime import date

import frappe
from frappe.utils import add_days, cint, getdate, today

from sms_iso20000.governance.language import language_of_site
from sms_iso20000.governance.managers import manager_for
from sms_iso20000.governance.signals import Warning, warnings_of
from sms_iso20000.rules.action import PREVENTIVE, is_settled

ACTION = "ITSM Action"


def draft_preventive_actions(system: str) -> list[str]:
    """An open preventive action for each sign in `system` that has led to none yet; safe to repeat.

    What the action keeps of its sign is never used again, also where somebody cancelled it; and a sign that goes on
    leads to another only once the one before is settled and it shows anew. Returns the names.
    """
    with language_of_site():
        return [_draft(system, warning) for warning in unanswered_warnings(system)]


def unanswered_warnings(system: str, day: date | None = None) -> list[Warning]:
    """The signs in `system` that have led to no action yet, as of today or another day."""
    day = day or getdate(today())
    warnings = warnings_of(system, day)
    drafted = _drafted(warnings, day)
    return [warning for warning in warnings if not _is_drafted(warning, drafted)]


def _is_drafted(warning: Warning, drafted: Collection[frappe._dict]) -> bool:
    signal = warning.signal
    return any(
        row.signal_key in signal.keys
        or (row.signal_key.startswith(signal.stem) and not is_settled(PREVENTIVE, row.status))
        for row in drafted
    )


def _drafted(warnings: list[Warning], day: date) -> list[frappe._dict]:
    """Actions drafted up to `day` from signs of the same kinds as these."""
    kinds = sorted({warning.signal.kind.value for warning in warnings})
    return frappe.get_all(
        ACTION,
        filters={"signal": ["in", kinds], "creation": ["<", add_days(day, 1)]},
        fields=["name", "signal_key", "status"],
        order_by="creation asc, name asc",
    )


def _draft(system: str, warning: Warning) -> str:
    days = cint(frappe.db.get_value("ITSM System", system, "nonconformity_due_concern"))
    doctype, name = warning.reference
    action = frappe.get_doc(
        {
            "doctype": ACTION,
            "system": system,
            "title": warning.title[:140],
            "kind": PREVENTIVE,
            "description": warning.evidence,
            "reference_doctype": doctype,
            "reference_name": name,
            "responsible": _responsible(system, warning),
            "starts_on": today(),
            "due_on": warning.due_on or add_days(getdate(today()), days),
            "signal": warning.signal.kind.value,
            "signal_key": warning.signal.key,
        }
    )
    # Who answers for it may have no role in the system; one such must not keep the other signs from their actions.
    if action.unmet_responsible():
        action.responsible = manager_for(system)
    # A person can not say that an action comes from a sign.
    action.flags.by_own_function = True
    return action.insert().name


def _responsible(system: str, warning: Warning) -> str | None:
    """Who answers for what it is about, where they still can; else a manager."""
    is_there = warning.responsible and frappe.db.get_value("User", warning.responsible, "enabled")
    return warning.responsible if is_there else manager_for(system)
