"""What `copies` puts in place is what the makers make: the same rows in every table, and the same refusals after it."""

import frappe
import pytest

from tests.integration import copies, stage
from tests.integration.made.appointments import make_appointment
from tests.integration.made.arrangement_reviews import make_review
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.assets import make_asset
from tests.integration.made.by_hand import make_evidence
from tests.integration.made.communications import make_procedure
from tests.integration.made.documents import make_document
from tests.integration.made.objectives import make_objective
from tests.integration.made.reports import make_report
from tests.integration.made.risk import make_risk
from tests.integration.stage import MANAGER, STAFF, STAFF_TWO, acting_as

MADE = {
    "policy": lambda system: stage.make_policy(system, "In Force"),
    "document": make_document,
    "objective": lambda system: make_objective(system, "Approved"),
    "appointment": lambda system: make_appointment(system, "Accepted"),
    "risk": lambda system: make_risk(system, "Accepted"),
    "asset": make_asset,
    "arrangement": make_arrangement,
    "review": lambda system: make_review(make_arrangement(system)),
    "evidence": lambda system: make_evidence(system, "Confirmed"),
    "procedure": make_procedure,
    "report": lambda system: make_report(system, "Answered"),
    "source": stage.make_source,
}
# The last number of each series of names goes on, whatever is rolled back.
SERIES = "tabSeries"


@pytest.fixture(autouse=True)
def nothing_kept_yet(site) -> None:
    copies.forget()


def rows_per_table() -> dict[str, int]:
    return {
        table: frappe.db.sql(f"SELECT COUNT(*) FROM `{table}`")[0][0]
        for table in frappe.db.get_tables(cached=False)
        # The server lists its own tables too.
        if table.startswith("tab") and table != SERIES
    }


def begin_again() -> None:
    frappe.db.rollback()
    copies.begin()


@pytest.mark.parametrize("kind", MADE)
def test_every_row_comes_again(kind):
    def added() -> dict[str, int]:
        begin_again()
        before = rows_per_table()
        MADE[kind](stage.make_system())
        return {table: number - before[table] for table, number in rows_per_table().items() if number != before[table]}

    made = added()
    # The second time the rows are kept, the third time only put in place.
    assert made and added() == made and added() == made


def test_record_is_the_same():
    def made() -> dict:
        begin_again()
        return stage.make_policy(stage.make_system(), "In Force").as_dict(no_nulls=True)

    first, kept, again = made(), made(), made()
    # Names of systems are random: the first one was never seen again.
    assert first["system"] != kept["system"]
    assert kept == again and kept.keys() == first.keys()


def test_names_are_not_given_twice():
    for _time in range(3):
        begin_again()
        policy = stage.make_policy(stage.make_system(), "In Force")
    assert policy.start_new_revision() != policy.name


@pytest.mark.parametrize("finish", [lambda: None, lambda: frappe.db.commit()], ids=["written", "committed"])
def test_after_anything_else_makers_make(finish):
    for _time in range(3):
        begin_again()
        stage.make_policy(stage.make_system(), "In Force")
    begin_again()
    system = stage.make_system()
    stage.wipe_later(system)
    try:
        frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
        finish()
        policy = stage.make_policy(system, "In Force")
        asked = frappe.get_all("ITSM Acknowledgement", filters={"reference_name": policy.name}, pluck="user")
    finally:
        frappe.db.set_value("User", STAFF_TWO, "enabled", 1)
        frappe.db.commit()
    assert asked == [STAFF]


def test_outcome_depends_on_who_asks_and_for_what():
    for _time in range(3):
        begin_again()
        system = stage.make_system()
        titles = [make_document(system, "Draft", code=code, title=code).title for code in ("PRO-01", "PRO-02")]
        with acting_as(MANAGER):
            owner = make_document(system, "Draft", code="PRO-03").owner
    assert titles == ["PRO-01", "PRO-02"] and owner == MANAGER


def test_outcome_depends_on_the_language():
    titles = []
    for language in ("en", "zh", "en", "zh", "en", "zh"):
        begin_again()
        frappe.local.lang = language
        titles.append([band.title for band in stage.make_system().risk_bands])
    assert titles[0] != titles[1] and titles == titles[:2] * 3


def test_jobs_wait_again_for_the_commit():
    numbers = []
    for _time in range(3):
        begin_again()
        make_document(stage.make_system())
        numbers.append(len(copies.waiting()))
    assert numbers[0] == numbers[1] == numbers[2] > 0
