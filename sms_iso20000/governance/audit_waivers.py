"""Waivers of independence: shown in the report, and void once an auditor gained another stake (4.5.4.2)."""

from collections.abc import Collection

import frappe
from frappe import _

from sms_iso20000.governance.independence import WAIVER, conflicts_in
from sms_iso20000.governance.language import language_of_site
from sms_iso20000.refusal import sentence
from sms_iso20000.rules.audit import SEALED_IN
from sms_iso20000.rules.audit_waiver import Stage
from sms_iso20000.rules.independence import uncovered, unmet_independence

GIVEN = (Stage.GRANTED.value, Stage.CONFIRMED.value)


def waivers_of(audits: Collection[str]) -> list[dict]:
    """All waivers of `audits` that were ever given, the oldest first; one query."""
    return frappe.get_all(
        WAIVER,
        filters={"audit": ["in", sorted(audits)], "status": ["!=", Stage.DRAFT.value]},
        fields=[
            *("name", "audit", "auditor", "status", "reason", "void_reason"),
            *("granted_by", "granted_on", "confirmed_by", "confirmed_on", "voided_on"),
        ],
        order_by="creation asc, name asc",
    )


def given() -> list[str]:
    """Names of the waivers that hold, or wait for confirmation only, in audits that are not reported yet."""
    running = frappe.get_all(
        "ITSM Audit", filters={"workflow_state": ["not in", SEALED_IN]}, pluck="name", order_by="name asc"
    )
    return [row.name for row in waivers_of(running) if row.status in GIVEN]


def end_if_outdated(name: str) -> None:
    """End a waiver whose auditor gained a stake that nobody knew of when it was given."""
    waiver = frappe.get_doc(WAIVER, name)
    came_later = uncovered(conflicts_in(waiver.audit_doc(), {waiver.auditor}), waiver.known())
    if came_later:
        with language_of_site():
            what = " ".join(sentence(reason) for reason in unmet_independence(came_later))
            waiver.end(_("A stake came to light that was not known: {0}").format(what))
