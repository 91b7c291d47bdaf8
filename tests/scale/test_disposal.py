"""Disposal against plain deletion, as a ratio: a slow machine slows both sides."""

from collections.abc import Callable
from time import perf_counter

import frappe
from frappe.utils.background_jobs import get_queue

from sms_iso20000.governance.disposal_work import work_off
from tests.integration import stage
from tests.integration.made.disposals import make_disposal, make_old_tickets, tickets_left
from tests.integration.stage import TICKET

RECORDS = 10_000
# Each record costs plain deletion the same, so that a part of them tells enough.
PLAIN = 2_000


def seconds(work: Callable[[], object]) -> float:
    """As in a worker: in tests the host looks anew at every dynamic link of the site for each record it deletes."""
    frappe.flags.in_test = False
    started = perf_counter()
    try:
        work()
        frappe.db.commit()
        return perf_counter() - started
    finally:
        frappe.flags.in_test = True


def delete_plainly(names: list[str]) -> None:
    for name in names:
        frappe.delete_doc(TICKET, name)


def forget_plain_deletion() -> None:
    """The copies and jobs that the host leaves behind."""
    frappe.db.delete("Deleted Document", {"deleted_doctype": TICKET})
    frappe.db.delete("Comment", {"comment_type": "Deleted", "reference_doctype": TICKET})
    frappe.db.commit()
    for job in get_queue("default").jobs:
        asked = job.kwargs
        if (asked.get("site"), asked.get("kwargs", {}).get("doctype")) == (frappe.local.site, TICKET):
            job.delete()


def test_disposal_beside_plain_deletion(system):
    names = make_old_tickets(system, PLAIN)
    stage.commit(system)
    # No rule is made yet, so that nothing of the app asks whether these are kept.
    plain = seconds(lambda: delete_plainly(names)) / PLAIN
    forget_plain_deletion()
    disposal = make_disposal(system, "Approved", tickets=RECORDS)
    frappe.db.commit()
    disposed = seconds(lambda: work_off(disposal.name)) / RECORDS
    disposal.reload()
    assert (disposal.status, disposal.disposed) == ("Disposed", RECORDS)
    assert tickets_left(system) == []
    assert disposed / plain < 1.5
