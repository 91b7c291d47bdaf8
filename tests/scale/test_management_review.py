"""Compiling the inputs of a management review over five years of records, beside a fiftieth of them (4.5.4.3)."""

from time import perf_counter

import frappe
from frappe.utils import getdate, today

from sms_iso20000.governance.management_review_compiling import take_in
from tests.integration import stage
from tests.integration.made.compiled import day
from tests.integration.made.management_reviews import make_management_review, sign
from tests.integration.made.objectives import make_objective
from tests.integration.made.plans import make_plan
from tests.integration.made.services import make_obligation
from tests.integration.made.years import MONTHS, make_years, make_years_of_snapshots
from tests.scale.test_growth import seconds

FEW, MANY = 1, 50
LONGEST = 5


def make_system_in_use(per_month: int) -> tuple:
    """A system with years of records of each kind and a review that is to look at them; and the number of rows."""
    system = stage.make_system()
    make_plan(system)
    make_obligation(system)
    for number in range(5):
        make_objective(system, "Approved", title=f"Objective {number}")
    sign(make_management_review(system, "Held"))
    rows = make_years(system, MONTHS, per_month) + make_years_of_snapshots(system, MONTHS)
    name = frappe.db.get_value("ITSM Management Review", {"system": system.name, "workflow_state": "Planned"})
    return name or make_management_review(system).name, rows


def queries_of(work) -> int:
    """Statements that reach the database while `work` runs."""
    before, counted = frappe.db.sql, []
    frappe.db.sql = lambda *args, **values: (counted.append(1), before(*args, **values))[1]
    try:
        work()
    finally:
        frappe.db.sql = before
    return len(counted)


def test_five_years_of_records():
    (few, few_rows), (many, many_rows) = make_system_in_use(FEW), make_system_in_use(MANY)

    def compile_few() -> None:
        take_in(few, getdate(today()))

    def compile_many() -> None:
        take_in(many, getdate(today()))

    short, long = seconds(compile_few), seconds(compile_many)
    before = perf_counter()
    take_in(many, day(0))
    whole = perf_counter() - before
    asked = queries_of(compile_few), queries_of(compile_many)
    grown = many_rows / few_rows
    print(
        f"\n{few_rows:,} rows: {short:.2f} s, {asked[0]} queries; {many_rows:,} rows: {long:.2f} s, {asked[1]} queries;"
        f" {long / short:.1f} times as long for {grown:.1f} times the rows"
    )
    assert whole < LONGEST
    assert long / short < grown / 2
    assert asked[0] == asked[1]
