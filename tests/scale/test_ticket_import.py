"""Importing a file of tickets beside writing the same rows plainly, as a ratio: a slow machine slows both sides."""

import tracemalloc
from collections.abc import Callable
from time import perf_counter

from sms_iso20000.compat import bulk_insert
from sms_iso20000.governance.imported_tickets import TICKET
from sms_iso20000.governance.ticket_import_work import take_in
from tests.integration.made.ticket_imports import COLUMNS, HEADINGS, as_csv, draft_import, rows_of, start

FEW, MANY = 1_000, 10_000
# The number of the line that counts is kept of each ticket, and its id; the ticket itself is four times as much.
BYTES_PER_TICKET = 300


def seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def peak(work: Callable[[], object]) -> int:
    """Bytes that `work` holds at most."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def started(system, number: int, service_desk: str) -> str:
    return start(draft_import(system, as_csv(rows_of(number)), service_desk=service_desk)).name


def test_import_beside_plain_writing(system):
    fields = dict.fromkeys(("ticket_id", "opened_on", "closed_on", "target_result", "service", "team", "priority"))
    rows = [dict(zip(fields, row, strict=True)) for row in rows_of(MANY)]
    assert (len(fields), len(COLUMNS)) == (len(HEADINGS), len(HEADINGS))
    plain = seconds(lambda: bulk_insert(TICKET, ({"system": system.name, **row} for row in rows)))
    ticket_import = started(system, MANY, "Many")
    assert seconds(lambda: take_in(ticket_import)) / plain < 3


def test_memory_does_not_grow_with_what_the_file_says(system):
    # The first import loads what every later one has.
    take_in(started(system, 1, "One"))
    few, many = started(system, FEW, "Few"), started(system, MANY, "Many")
    held = peak(lambda: take_in(few))
    assert peak(lambda: take_in(many)) - held < (MANY - FEW) * BYTES_PER_TICKET
