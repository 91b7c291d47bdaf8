"""What a management review is told of opportunities for improvement (4.5.4.3 j)."""

import pytest
from frappe.utils import today

from tests.integration.made.compiled import compiled, figures, gaps, put_back, rows, titles
from tests.integration.made.improvements import (
    approve,
    bring_to,
    decide,
    evaluate,
    make_improvement,
    make_improvement_policy,
    measure,
    start,
)
from tests.integration.stage import MANAGER


@pytest.fixture
def policy(system):
    return make_improvement_policy(system)


def test_no_improvement_on_record(system):
    section = compiled(system, "opportunities")
    assert not section.has_data and gaps(section) == ["no_improvement_on_record"]


def test_figures_and_rank_list(system, policy):
    make_improvement(system, title="Idea")
    evaluate(make_improvement(system, title="Great"), estimated_cost=10_000_000)
    low = [{"criterion": "Benefit to customers", "score": 2}, {"criterion": "Ease", "score": 2}]
    evaluate(make_improvement(system, title="Small"), effort="1", benefit_size="2", scores=low)
    approve(make_improvement(system, "Evaluated", title="Approved"))
    make_improvement(system, "In Progress", title="Under way")
    make_improvement(system, "Closed", title="Done")
    decide(make_improvement(system, title="Bad"), "Rejected", "It costs more than it brings.", MANAGER)
    section = compiled(system, "opportunities")
    assert figures(section) == {
        "improvements_proposed": 7,
        "improvements_approved": 3,
        "improvements_closed": 1,
        "improvements_rejected": 1,
        "improvements_to_evaluate": 1,
        "improvements_to_approve": 2,
        "improvements_for_top_management": 1,
        "improvements_under_way": 2,
        "targets_met": 1,
        "targets_missed": 0,
    }
    ranked = titles(section, "improvements_ranked")
    assert sorted(ranked[:3]) == ["Approved", "Great", "Under way"] and ranked[3:] == ["Small", "Idea"]
    assert rows(section, "improvements_ranked")[-1][1:] == [None, None, None, "Proposed", ""]
    (done,) = rows(section, "improvements_achieved")
    assert done[0][2] == "Done" and done[1:] == [today(), "Three hours a day saved.", 1, 0]
    assert section.curves[0].values == [0] * 11 + [7]


def test_missed_targets(system, policy):
    improvement = make_improvement(system, "In Progress")
    measure(improvement, 45)
    found = figures(compiled(system, "opportunities"))
    assert (found["targets_met"], found["targets_missed"]) == (0, 1)
    # It was measured today.
    put_back(improvement, 30, "proposed_on")
    assert figures(compiled(system, "opportunities", 10))["targets_missed"] == 0


def test_later_steps_do_not_count(system, policy):
    improvement = make_improvement(system, "Evaluated")
    put_back(improvement, 30, "proposed_on")
    approve(improvement)
    start(improvement)
    improvement.reload()
    bring_to(improvement, "Closed")
    before, now = compiled(system, "opportunities", 10), compiled(system, "opportunities")
    assert rows(before, "improvements_ranked")[0][4] == "Evaluated" and rows(before, "improvements_achieved") == []
    assert figures(before)["improvements_closed"] == figures(before)["improvements_approved"] == 0
    assert figures(now)["improvements_closed"] == figures(now)["improvements_approved"] == 1
    assert rows(now, "improvements_ranked") == []
    assert gaps(compiled(system, "opportunities", 40)) == ["no_improvement_on_record"]
