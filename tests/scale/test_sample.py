"""Drawing from many records: time beside the reading of their names, and memory by the record."""

import tracemalloc
from time import perf_counter

import frappe
from frappe.utils import add_days, getdate, today

from tests.integration import stage
from tests.integration.made.samples import sample_values
from tests.integration.stage import TICKET

MANY = 30_000
BYTES_PER_RECORD = 600


def test_drawing_from_thirty_thousand_records(system):
    stage.bulk_tickets(system.name, getdate(add_days(today(), -1)), MANY)
    filters = frappe.as_json([["subject", "=", system.name]], indent=None)
    values = sample_values(system, population_doctype=TICKET, filters=filters, size=60)
    sample = frappe.get_doc(values).insert()
    sample.propose_size()
    started = perf_counter()
    frappe.get_list(TICKET, filters={"subject": system.name}, pluck="name", limit_page_length=0, order_by="name asc")
    reading = perf_counter() - started
    started = perf_counter()
    sample.draw()
    assert (perf_counter() - started) / reading < 12
    tracemalloc.start()
    assert sample.redraw()["same_rows"]
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held / MANY < BYTES_PER_RECORD
