"""The further inputs that the edition of 2018 names: issues, policies, objectives, other parties."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from tests.integration import stage
from tests.integration.made.arrangement_reviews import improvement, make_review
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.nonconformities import make_nonconformity
from tests.integration.made.objectives import make_objective
from tests.integration.made.plans import make_plan
from tests.integration.made.review_inputs import codes, compiled, curve_of, figures, rows_of, shown
from tests.integration.made.services import make_obligation, make_service
from tests.integration.stage import OWNER, STAFF, acting_as

TOPICS = ("context", "policies", "objectives", "other_parties")


def moved(doc, **fields) -> None:
    """As if it had happened on another day."""
    frappe.db.set_value(doc.doctype, doc.name, fields, update_modified=False)


# -- issues ----------------------------------------------------------------------------------------------------------


def test_issues_are_an_honest_gap(system):
    section = compiled("context", system)
    assert not section.has_data
    assert codes(section.gaps) == ["context_no_register", "context_no_obligation", "context_no_plan"]
    assert "no register of them is kept here" in shown("context", system)


def test_what_bears_on_issues_is_counted(system):
    make_plan(system)
    assert figures(compiled("context", system))["context_came"] == 0
    make_service(system, title="Telephony", code="TEL")
    make_obligation(system)
    overdue = make_obligation(system, title="Old law")
    moved(overdue, next_review_on=add_days(today(), -1), creation=f"{add_days(today(), -400)} 10:00:00")
    section = compiled("context", system)
    found = figures(section)
    assert (found["context_obligations"], found["context_obligations_new"]) == (2, 1)
    assert found["context_obligations_overdue"] == 1
    assert rows_of(section, "context_overdue") == [["Old law", "Law", add_days(today(), -1)]]
    assert found["context_came"] == 3
    section = compiled("context", system, until=add_days(today(), -1))
    assert figures(section)["context_obligations"] == 1
    assert "context_no_plan" in codes(section.gaps)
    assert codes(section.notes) == ["stands_as_today"]


# -- policies --------------------------------------------------------------------------------------------------------


def test_policies_in_force_and_known(system):
    policy = stage.make_policy(system, "In Force")
    asked = frappe.get_all("ITSM Acknowledgement", {"reference_name": policy.name}, pluck="name", order_by="user asc")
    assert len(asked) == 2
    frappe.db.set_value(
        "ITSM Acknowledgement", asked[0], {"status": "Acknowledged", "acknowledged_on": f"{today()} 01:00:00"}
    )
    section = compiled("policies", system)
    found = figures(section)
    assert (found["policies_in_force"], found["policies_overdue"], found["policies_acknowledged"]) == (1, 0, 50.0)
    assert [(row[0], row[2], row[5], row[6]) for row in rows_of(section, "policies_list")] == [
        (policy.title, 1, 2, 50.0)
    ]
    frappe.db.set_value("ITSM Acknowledgement", asked[1], "status", "Lapsed")
    assert figures(compiled("policies", system))["policies_acknowledged"] == 100
    moved(policy, next_review_on=add_days(today(), -1))
    assert figures(compiled("policies", system))["policies_overdue"] == 1


def test_the_revision_that_was_in_force_on_the_cut_off_day(system):
    policy = stage.make_policy(system, "In Force")
    assert codes(compiled("policies", system, until=add_days(today(), -1)).gaps)[0] == "policies_none"
    moved(policy, issued_on=add_days(today(), -30), superseded_on=f"{add_days(today(), -3)} 12:00:00")
    for days, expected in ((31, None), (30, 1), (4, 1), (3, None)):
        until = add_days(today(), -days)
        assert figures(compiled("policies", system, until=until)).get("policies_in_force") == expected, days


def test_whether_policies_are_kept_to(system):
    make_nonconformity(system)
    assert figures(compiled("policies", system))["policies_breaches"] == 0
    make_nonconformity(system, against="Own Rules", requirements=[])
    assert figures(compiled("policies", system))["policies_breaches"] == 1
    assert "policies_no_case" in codes(compiled("policies", system, until=add_days(today(), -1)).gaps)


# -- objectives ------------------------------------------------------------------------------------------------------


def test_objectives_achieved_and_missed(system):
    for title, value in (("Reached", 97), ("Not reached", 12)):
        objective = make_objective(system, "Approved", title=title, objective_owner=STAFF)
        with acting_as(STAFF):
            objective.check_in(add_days(today(), -3), value)
        moved(objective, due_on=add_days(today(), -2), approved_on=add_days(today(), -30))
    moved(make_objective(system, "Approved", title="Waits"), approved_on=add_days(today(), -30))
    section = compiled("objectives", system)
    found = figures(section)
    assert (found["objectives_achieved"], found["objectives_missed"], found["objectives_unmeasured"]) == (1, 1, 1)
    assert found["objectives_share"] == 50
    assert [row[0] for row in rows_of(section, "objectives_list")] == ["Not reached", "Waits", "Reached"]
    earlier = compiled("objectives", system, until=add_days(today(), -2))
    assert (figures(earlier)["objectives_achieved"], figures(earlier)["objectives_on_track"]) == (0, 1)
    assert figures(compiled("objectives", system, until=add_days(today(), -5)))["objectives_unmeasured"] == 3


def test_an_objective_closed_later_was_followed_then(system):
    objective = make_objective(system, "Approved")
    moved(objective, approved_on=add_days(today(), -30), status="Closed", closed_on=today(), progress="Achieved")
    assert figures(compiled("objectives", system))["objectives_achieved"] == 1
    earlier = compiled("objectives", system, until=add_days(today(), -1))
    assert figures(earlier)["objectives_unmeasured"] == 1
    moved(objective, closed_on=add_days(today(), -40))
    assert codes(compiled("objectives", system, since=add_days(today(), -30)).gaps) == ["objectives_none"]


# -- other parties ---------------------------------------------------------------------------------------------------


def test_scores_and_reviews(system):
    arrangement = make_arrangement(system)
    section = compiled("other_parties", system)
    assert "parties_score" not in figures(section)
    assert codes(section.gaps) == ["parties_nothing_measured", "parties_not_reviewed"]
    review = make_review(arrangement)
    section = compiled("other_parties", system)
    found = figures(section)
    assert (found["parties_number"], found["parties_watch"], found["parties_score"]) == (1, 1, 94.74)
    assert (found["parties_reviews"], found["parties_to_improve"], found["parties_improvements"]) == (1, 1, 1)
    assert list(curve_of(section, "parties_by_month").values()) == [94.74]
    assert [row[1:3] for row in rows_of(section, "parties_wanting")] == [[review.party_name, "Improvement Needed"]]
    earlier = compiled("other_parties", system, until=add_days(today(), -1))
    assert "parties_not_reviewed" in codes(earlier.gaps)
    assert figures(earlier)["parties_improvements"] == 0


def test_what_is_overdue(system):
    arrangement = make_arrangement(system)
    moved(arrangement, next_review_on=add_days(today(), -5))
    assert figures(compiled("other_parties", system))["parties_overdue"] == 1
    assert figures(compiled("other_parties", system, until=add_days(today(), -5)))["parties_overdue"] == 0


def test_an_improvement_done_later_was_open(system):
    review = make_review(make_arrangement(system), improvements=[improvement(1), improvement(2)])
    moved(review, approved_on=add_days(today(), -20))
    first = review.improvements[0]
    frappe.db.set_value("ITSM Arrangement Improvement", first.name, "done_on", today())
    assert figures(compiled("other_parties", system))["parties_improvements"] == 1
    assert figures(compiled("other_parties", system, until=add_days(today(), -1)))["parties_improvements"] == 2


# -- none and many ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", TOPICS)
def test_without_records_there_is_no_data_and_it_says_why(topic, system):
    section = compiled(topic, system)
    assert not section.has_data and section.gaps
    assert "No data, because:" in shown(topic, system)


def test_the_cost_does_not_grow(system, query_count):
    def compile_all():
        for topic in TOPICS:
            compiled(topic, system)

    def more(number: int) -> None:
        make_objective(system, "Approved", title=f"Objective {number}", objective_owner=OWNER)
        make_obligation(system, title=f"Law {number}")
        make_review(make_arrangement(system, title=f"Desk {number}"))
        make_nonconformity(system, title=f"Case {number}")

    make_plan(system)
    more(0)
    compile_all()
    few = query_count(compile_all)
    for number in range(1, 4):
        more(number)
    compile_all()
    assert query_count(compile_all) == few


def test_the_period_begins_where_the_last_one_ended(system):
    """A review approved before the period is not told again."""
    review = make_review(make_arrangement(system))
    moved(review, approved_on=add_months(today(), -2))
    assert "parties_not_reviewed" in codes(
        compiled("other_parties", system, since=getdate(add_months(today(), -1))).gaps
    )
