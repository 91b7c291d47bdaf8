"""What a check answers, and what time or somebody with access to the database may have done to a record."""

import frappe
from frappe.utils import add_days, now_datetime

from sms_iso20000.conformity.engine import evaluate, run_conformity
from sms_iso20000.conformity.reasons import sentence
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Status


def answer(system, clause: str) -> tuple[Status, list[str], tuple]:
    verdict = evaluate(clause, Scope(system.name))
    # A sentence has all its values, in whatever status.
    assert all(sentence(reason) for reason in verdict.reasons)
    return verdict.status, [reason.code for reason in verdict.reasons], verdict.records


def expect(system, clause: str, status: Status, code: str, *records) -> None:
    """Status, a reason among those given and, where named, exactly the records that decide."""
    found, codes, decisive = answer(system, clause)
    assert (found, code in codes) == (status, True), (found, codes)
    if records:
        wanted = tuple((record.doctype, record.name) for record in records)
        assert decisive == wanted


def run_nightly(system, nights: int) -> None:
    """A run in each of the last nights."""
    for back in reversed(range(nights)):
        put(run_conformity(system.name), run_on=add_days(now_datetime(), -back))


def put(record, **values) -> None:
    """Let time or somebody with access to the database have changed it."""
    frappe.db.set_value(record.doctype, record.name, values, update_modified=False)
