"""Inputs of the management review that are read from registers: words for each code, and as many queries for many
records as for few (4.5.4.3 e to j)."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.governance.review_inputs import module_of
from sms_iso20000.rules.review_input import INPUTS, Section, inputs_for
from tests.integration.made.actions import make_action
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.audits import make_audit
from tests.integration.made.compiled import compiled, put_back
from tests.integration.made.improvements import make_improvement, make_improvement_policy
from tests.integration.made.management_reviews import make_management_review
from tests.integration.made.nonconformities import make_nonconformity
from tests.integration.made.plans import make_plan
from tests.integration.made.risk import bulk_risks, make_risk
from tests.integration.made.services import make_obligation, make_service
from tests.integration.made.years import make_years
from tests.integration.stage import TOP, acting_as, make_system

TOPICS = ("risks", "audits", "earlier_reviews", "actions", "changes", "opportunities")


@pytest.fixture
def used(system):
    """A system with records in each register, so that every part of a section is there."""
    make_improvement_policy(system)
    make_plan(system)
    make_management_review(system, "Signed")
    make_improvement(system, "Closed")
    make_action(system, "Verified", kind="Preventive")
    add_records(system, 1)
    return system


def add_records(system, number: int) -> None:
    """As many more of each kind, some of them decided on after yesterday."""
    bulk_risks(system, number)
    for count in range(number):
        put_back(make_risk(system, "Accepted"), 10)
        make_risk(system, "Assessed")
        make_audit(system, "Follow-up")
        case = make_nonconformity(system, "In Action")
        put_back(case, 40, "reported_on", "due_on")
        put_back(make_action(system, kind="Preventive", title=f"Late {count}"), 40, "due_on")
        make_improvement(system, "Evaluated")
        make_service(system, "In Transition", title=f"Service {count} of {number}", code=f"S{number}-{count}")
        make_obligation(system, ends_on=add_days(today(), 20 + count))
        make_arrangement(system, title=f"Arrangement {count} of {number}", ends_on=add_days(today(), 30))
        more_of_reviews(system)


def more_of_reviews(system) -> None:
    """Another action of the review, which is cancelled, and one that is open."""
    review = frappe.db.get_value("ITSM Management Review", {"system": system.name, "workflow_state": "Signed"})
    for _time in range(2):
        reference = {"reference_doctype": "ITSM Management Review", "reference_name": review}
        action = make_action(system, kind="Management Review", **reference)
    action.cancel_action("Not needed.")


def codes_of(section: Section) -> set[str]:
    """Every code in a section that a person reads as words."""
    found = {row.code for part in ("figures", "tables", "curves", "notes", "gaps") for row in getattr(section, part)}
    return found | {code for table in section.tables for code, _kind in table.columns}


def test_each_code_has_words(used):
    unused = make_system()
    for topic in TOPICS:
        known, sections = module_of(topic).words(), [compiled(used, topic), compiled(unused, topic)]
        assert [code for section in sections for code in codes_of(section) if code not in known] == []
        assert sections[0].figures and sections[0].tables


def test_a_code_means_the_same_in_every_topic():
    texts: dict[str, set[str]] = {}
    for topic in inputs_for(INPUTS):
        for code, text in module_of(topic).words().items():
            texts.setdefault(code, set()).add(text)
    assert {code: said for code, said in texts.items() if len(said) > 1} == {}


def test_each_row_has_a_cell_for_each_column(used):
    tables = [table for topic in TOPICS for table in compiled(used, topic).tables]
    assert len(tables) == 12
    for table in tables:
        assert table.total >= len(table.rows) > 0
        for row in table.rows:
            assert len(row) == len(table.columns)
            for (_code, kind), cell in zip(table.columns, row, strict=True):
                assert isinstance(cell, {"number": (int, float, type(None)), "record": list}.get(kind, str))


def test_many_records_cost_as_many_queries_as_few(used, query_count):
    def queries() -> dict[tuple[str, int], int]:
        for topic in TOPICS:
            compiled(used, topic)
        return {
            (topic, days_ago): query_count(lambda: compiled(used, topic, days_ago))  # noqa: B023  asked at once
            for topic in TOPICS
            for days_ago in (0, 5)
        }

    make_years(used, months=3)
    few = queries()
    make_years(used, months=3, per_month=9)
    bulk_risks(used, 27)
    add_records(used, 3)
    assert queries() == few


def test_records_of_the_same_system_only(used):
    before = [compiled(used, topic) for topic in TOPICS]
    make_years(make_system(), months=3)
    assert [compiled(used, topic) for topic in TOPICS] == before


def test_nothing_is_written(used):
    before = frappe.db.transaction_writes
    with acting_as(TOP):
        for topic in TOPICS:
            compiled(used, topic)
    assert frappe.db.transaction_writes == before
