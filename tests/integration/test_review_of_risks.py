"""What a management review is told of risks (4.5.4.3 e)."""

import frappe
from frappe.utils import add_days, today

from tests.integration.made.compiled import compiled, day, figures, gaps, put_back, rows, titles
from tests.integration.made.risk import action, assess, close, make_risk, treat
from tests.integration.stage import MANAGER, TOP, make_system


def past_risk(system, days: int = 20, state: str = "Identified", **values):
    """A risk that was made and assessed so many days ago."""
    risk = make_risk(system, state, **values)
    put_back(risk, days)
    for row in risk.assessments:
        frappe.db.set_value("ITSM Risk Assessment", row.name, "assessed_on", f"{day(days)} 10:00:00")
    risk.reload()
    return risk


def test_no_risk_on_record(system):
    section = compiled(system, "risks")
    assert not section.has_data and gaps(section) == ["no_risk_on_record"]


def test_figures(system):
    make_risk(system, title="Not assessed")
    make_risk(system, "Assessed", title="Above")
    make_risk(system, "Accepted", title="Accepted")
    make_risk(system, "Closed", title="Closed")
    overdue = make_risk(system, "Assessed", levels=(1, 1), title="Forgotten")
    frappe.db.set_value("ITSM Risk", overdue.name, "review_on", add_days(today(), -3))
    section = compiled(system, "risks")
    found = figures(section)
    assert [found[f"risks_in_band {band}"] for band in ("Low", "Medium", "High", "Very High")] == [2, 0, 1, 0]
    del found["risks_in_band Low"], found["risks_in_band Medium"], found["risks_in_band High"]
    assert found == {
        "risks_open": 4,
        "risks_in_band Very High": 0,
        "risks_not_assessed": 1,
        "risks_not_accepted": 1,
        "risks_new": 5,
        "risks_accepted": 2,
        "risks_closed": 1,
        "risks_review_overdue": 1,
        "risk_actions_late": 0,
    }
    assert titles(section, "risks_top") == ["Above", "Accepted", "Forgotten", "Not assessed"]
    assert gaps(section) == []


def test_the_greatest_of_many(system):
    for number in range(9):
        make_risk(system, "Assessed", levels=(1, 1 + number % 5), title=f"Risk {number}")
    section = compiled(system, "risks")
    (table,) = section.tables
    assert (len(table.rows), table.total) == (5, 9)
    scores = [row[1] for row in table.rows]
    assert scores == sorted(scores, reverse=True) and scores[0] == 5


def test_later_assessments_and_steps_do_not_count(system):
    risk = past_risk(system, state="Assessed", levels=(5, 5))
    assess(risk, 1, 2)
    treat(risk, left=(1, 1))
    before, now = compiled(system, "risks", 10), compiled(system, "risks")
    assert rows(before, "risks_top")[0][1:4] == [25, "Very High", "Assessed"]
    assert figures(before)["risks_not_accepted"] == 1
    assert rows(now, "risks_top")[0][1:4] == [1, "Low", "Treated"]
    assert figures(now)["risks_not_accepted"] == 0


def test_what_was_identified_later_was_not_there(system):
    past_risk(system, title="Old")
    make_risk(system, title="New")
    assert titles(compiled(system, "risks", 10), "risks_top") == ["Old"]
    assert gaps(compiled(system, "risks", 30)) == ["no_risk_on_record"]


def test_what_was_closed_later_was_open(system):
    risk = past_risk(system, state="Accepted")
    close(risk, "The site is given up.", TOP)
    before, now = compiled(system, "risks", 10), compiled(system, "risks")
    assert (figures(before)["risks_open"], figures(before)["risks_closed"]) == (1, 0)
    assert (figures(now)["risks_open"], figures(now)["risks_closed"]) == (0, 1)
    assert now.curves[0].values[-1] == 0


def test_what_was_reopened_later_was_closed(system, as_user):
    risk = past_risk(system, state="Closed")
    with as_user(MANAGER):
        risk.workflow_state = "Identified"
        risk.save()
    assert figures(compiled(system, "risks", 10))["risks_open"] == 0
    found = figures(compiled(system, "risks"))
    assert (found["risks_open"], found["risks_not_assessed"]) == (1, 1)


def test_late_actions_of_treatments(system, as_user):
    risk = past_risk(system, days=60, state="Assessed")
    with as_user(MANAGER):
        risk.append("actions", action())
        risk.save()
    row = risk.actions[0].name
    frappe.db.set_value("ITSM Risk Action", row, "due_on", day(20))
    assert figures(compiled(system, "risks"))["risk_actions_late"] == 1
    assert figures(compiled(system, "risks", 30))["risk_actions_late"] == 0
    frappe.db.set_value("ITSM Risk Action", row, "done_on", day(5))
    assert figures(compiled(system, "risks"))["risk_actions_late"] == 0
    assert figures(compiled(system, "risks", 10))["risk_actions_late"] == 1


def test_other_systems_do_not_count(system):
    make_risk(make_system(), "Assessed")
    assert not compiled(system, "risks").has_data
