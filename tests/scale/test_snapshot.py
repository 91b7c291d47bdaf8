"""Counting a quarter of a million tickets, beside the plainest statement that counts them: ratios within one run."""

import tracemalloc
from collections.abc import Callable
from time import perf_counter

import frappe
from frappe.query_builder.functions import Concat, Count
from pypika.terms import ValueWrapper

from sms_iso20000.evidence.snapshot import freeze_month
from tests.integration import stage
from tests.integration.stage import TICKET

MANY, FEW = 250_000, 25_000
TRIES = 12
FIELDS = {
    "target_field": "result",
    "service_field": "service",
    "team_field": "team",
    "customer_field": "customer",
    "supplier_field": "supplier",
    "priority_field": "priority",
}


def make_tickets(subject: str, number: int) -> None:
    """Closed over two weeks of last month: 7,200 kinds that differ in service, team, customer, priority or result, and
    these over and over, so that few and many are of the same kinds."""
    first, _last = stage.last_month()
    fields = (
        *("name", "idx", "creation", "modified", "owner", "modified_by", "subject"),
        *("opened", "closed", "result", "service", "team", "customer", "supplier", "priority"),
    )
    stamp = (0, f"{first} 00:00:00", f"{first} 00:00:00", "Administrator", "Administrator", subject)
    rows = (
        (
            f"{subject}-{index}",
            *stamp,
            f"{first.replace(day=1 + index % 10)} {index % 24:02}:{index % 60:02}:00",
            f"{first.replace(day=11 + index % 15)} {index % 24:02}:{index % 60:02}:00",
            ("Fulfilled", "Fulfilled", "Failed", "Paused", "", "?")[index // 360 % 6],
            f"Service {index % 12}",
            f"Team {index % 12}-{index // 12 % 3}",
            f"Customer {index // 36 % 10}",
            f"Supplier {index % 12 // 3}",
            ("Low", "Medium", "High", "Urgent")[index // 2160 % 4],
        )
        for index in range(FEW)
    )
    frappe.db.bulk_insert(TICKET, list(fields), rows, chunk_size=5_000)
    table = frappe.qb.DocType(TICKET)
    original = frappe.qb.from_(table).where(table.subject == subject).where(table.idx == 0)
    for copy in range(1, number // FEW):
        name = Concat(table.name, f"-{copy}")
        copied = original.select(name, ValueWrapper(copy), *(table[field] for field in fields[2:]))
        frappe.qb.into(table).columns(*fields).from_(copied).select("*").run()


def make_source(system, subject: str):
    return stage.make_source(
        system,
        title=subject,
        **FIELDS,
        in_target_values="fulfilled",
        missed_values="failed",
        filters=frappe.as_json({"subject": subject}),
    )


def plain_group_by(subject: str) -> None:
    first, last = stage.last_month()
    table = frappe.qb.DocType(TICKET)
    columns = [table[field] for field in FIELDS.values()]
    (
        frappe.qb.from_(table)
        .select(*columns, Count("*"))
        .where(table.subject == subject)
        .where(table.closed >= f"{first} 00:00:00")
        .where(table.closed <= f"{last} 23:59:59")
        .groupby(*columns)
        .run()
    )


def undone(work: Callable[[], object]) -> None:
    """Do it and take it back, so that the next try has the same to do."""
    frappe.db.savepoint("scale")
    try:
        work()
    finally:
        frappe.db.rollback(save_point="scale")


def seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    undone(work)
    return perf_counter() - started


def peak(work: Callable[[], object]) -> int:
    """Bytes that Python holds at most while it works."""
    tracemalloc.start()
    try:
        undone(work)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_freezing_beside_the_bare_group_by_in_time_and_memory(system):
    first, _last = stage.last_month()
    works = {}
    for number in (FEW, MANY):
        subject = f"{system.name} {number}"
        make_tickets(subject, number)
        source = make_source(system, subject)
        works[number] = lambda source=source: freeze_month(source, first)
    # Once to warm the caches of both.
    seconds(works[MANY]), plain_group_by(subject)
    # By turns and all together: a machine that is slow for a while is so for both, and one lucky try decides nothing.
    tries = [(seconds(lambda: plain_group_by(subject)), seconds(works[MANY])) for _try in range(TRIES)]
    bare, frozen = map(sum, zip(*tries, strict=True))
    few, many = peak(works[FEW]), peak(works[MANY])
    print(f"\nfreeze {frozen:.2f} s, bare {bare:.2f} s, ratio {frozen / bare:.2f}; {few:,} and {many:,} bytes")
    assert freeze_month(source, first).closed == MANY
    assert frozen / bare <= 1.5
    assert many <= few * 1.1
