"""Samples of people drawn by auditors: the log keeps seed and size, and whoever draws again meets the same people."""

import frappe
from frappe.utils import add_days, now_datetime

from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.governance.competence import board_of
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.sample import DAYS_SHOWN, draw, read, unmet_for_drawing, written

DRAWN = "Sample Drawn"


def draw_people(system: str, size: int, reason: str) -> set[str]:
    """Draw `size` people of `system` for the signed-in auditor by a seed that nobody chose; answers all that they may
    know by name from now on."""
    population, auditor = board_of(system).people, frappe.session.user
    # Two draws at the same moment would both count from the same beginning.
    frappe.db.get_value("ITSM System", system, "name", for_update=True)
    drawn = sum(number for _seed, number in _draws(system, auditor))
    if unmet := unmet_for_drawing(size, len(population), drawn, reason):
        refuse(*unmet)
    seed = frappe.generate_hash(length=32)
    record_decision(system, frappe.get_doc("ITSM System", system), DRAWN, written(seed, size, reason))
    return sampled(system, auditor, population)


def sampled(system: str, auditor: str, population: set[str]) -> set[str]:
    """Those of `population` whom `auditor` drew in the last year; one query."""
    return {user for seed, size in _draws(system, auditor) for user in draw(population, size, seed)}


def _draws(system: str, auditor: str) -> list[tuple[str, int]]:
    reasons = frappe.get_all(
        "ITSM Decision",
        filters={
            "system": system,
            "decision": DRAWN,
            "decided_by": auditor,
            "decided_on": [">", add_days(now_datetime(), -DAYS_SHOWN)],
        },
        pluck="reason",
        order_by="sequence asc",
    )
    return [found for reason in reasons if (found := read(reason))]
