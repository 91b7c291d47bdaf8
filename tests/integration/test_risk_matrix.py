"""The risk matrix of a system, the register, and the reports drawn from them (4.1.1 g)."""

import json

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.api.risk import bands
from sms_iso20000.governance.risk_matrix import matrix_of
from sms_iso20000.governance.risks import register_of
from sms_iso20000.setup.install import sync
from sms_iso20000.sms_iso20000.report.itsm_risk_heat_map import itsm_risk_heat_map as heat_map
from sms_iso20000.sms_iso20000.report.itsm_risk_register import itsm_risk_register as register
from tests.integration import stage
from tests.integration.doors import DOORS, client_set_value, request, save_form
from tests.integration.made.risk import action, assess, bulk_risks, make_risk
from tests.integration.stage import ADMIN, AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, TOP

TABLES = ("likelihood_levels", "impact_levels", "risk_bands")


def rows(system, table: str) -> list[dict]:
    """The rows of a table as a form sends them."""
    return [json.loads(frappe.as_json(row.as_dict())) for row in system.get(table)]


def stored(system) -> dict:
    values = frappe.get_doc("ITSM System", system.name)
    return {table: rows(values, table) for table in TABLES} | {"criterion": values.risk_acceptance_criterion}


# -- the matrix --------------------------------------------------------------------------------------------------


def test_a_new_system_has_five_by_five(system):
    matrix = matrix_of(system.name)
    assert [level.level for level in matrix.likelihood] == [level.level for level in matrix.impact] == [1, 2, 3, 4, 5]
    assert all(level.title and level.meaning for level in matrix.likelihood + matrix.impact)
    assert [(band.from_score, band.colour) for band in matrix.bands] == [
        (1, "Green"),
        (5, "Yellow"),
        (10, "Orange"),
        (15, "Red"),
    ]
    assert (matrix.criterion, matrix.highest_score) == (9, 25)


def test_the_default_speaks_the_language_of_who_makes_the_system():
    frappe.local.lang = "zh"
    matrix = matrix_of(stage.make_system().name)
    assert not any(level.title.isascii() for level in matrix.likelihood + matrix.impact)
    assert not any(band.title.isascii() for band in matrix.bands)


def test_given_levels_are_kept():
    levels = [{"level": 1, "title": "No"}, {"level": 2, "title": "Yes"}]
    system = stage.make_system(likelihood_levels=levels)
    assert [row.title for row in system.likelihood_levels] == ["No", "Yes"]
    assert (len(system.impact_levels), len(system.risk_bands)) == (5, 4)


def test_an_upgrade_gives_earlier_systems_the_default(system):
    frappe.db.delete("ITSM System Risk Level", {"parent": system.name})
    frappe.db.delete("ITSM System Risk Band", {"parent": system.name})
    sync()
    matrix = matrix_of(system.name)
    assert (matrix.highest_score, len(matrix.bands)) == (25, 4)
    again = stored(system)
    sync()
    assert stored(system) == again
    assert save_form(frappe.get_doc("ITSM System", system.name), purpose="Upgraded.") is None


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("table", "change", "codes"),
    [
        ("likelihood_levels", lambda rows: rows[:1], ("level_count",)),
        ("likelihood_levels", lambda rows: [], ("level_count",)),
        ("impact_levels", lambda rows: [*rows[:2], *rows[3:]], ("levels_not_consecutive",)),
        ("impact_levels", lambda rows: [{**rows[0], "level": 2}, *rows[1:]], ("levels_not_consecutive",)),
        ("impact_levels", lambda rows: [{**rows[0], "level": "abc"}, *rows[1:]], ("levels_not_consecutive",)),
        ("impact_levels", lambda rows: [{**rows[0], "title": "Severe"}, *rows[1:]], ("title_twice",)),
        ("risk_bands", lambda rows: [], ("bands_not_from_one",)),
        ("risk_bands", lambda rows: rows[1:], ("bands_not_from_one",)),
        ("risk_bands", lambda rows: [rows[0], rows[2], rows[1]], ("bands_not_rising",)),
        ("risk_bands", lambda rows: [{**rows[0], "title": "High"}, *rows[1:]], ("title_twice",)),
    ],
)
def test_a_matrix_that_cannot_stand_is_refused(door, table, change, codes, system, as_user):
    was = stored(system)
    with as_user(MANAGER):
        refusal = door(system, **{table: change(rows(system, table))})
    assert refusal.codes == codes
    assert stored(system) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("criterion", [0, 26, "abc", ""])
def test_the_criterion_lies_on_the_matrix(door, criterion, system, as_user):
    with as_user(MANAGER):
        refusal = door(system, risk_acceptance_criterion=criterion)
    assert refusal.codes == ("criterion_off_matrix",)
    assert "25" in refusal.message
    assert stored(system)["criterion"] == 9


def test_all_reasons_are_told_at_once(system):
    refusal = save_form(system, risk_bands=[], risk_acceptance_criterion=30)
    assert refusal.codes == ("bands_not_from_one", "criterion_off_matrix")
    levels = rows(system, "likelihood_levels")
    refusal = save_form(system, likelihood_levels=levels[:1], impact_levels=[*levels, levels[0]])
    assert refusal.codes == ("level_count", "levels_not_consecutive", "title_twice")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("table", "levels"), [("likelihood_levels", (5, 1)), ("impact_levels", (1, 5))])
def test_levels_in_use_stay(door, table, levels, system, as_user):
    make_risk(system, "Assessed", levels=levels)
    make_risk(system, "Assessed", levels=(4, 4))
    treated = make_risk(system, "Treated", levels=(4, 4), left=levels)
    was = stored(system)
    with as_user(MANAGER):
        refusal = door(system, **{table: rows(system, table)[:4]})
    assert refusal.codes == ("levels_in_use",)
    assert refusal.message.startswith("2 ")
    assert stored(system) == was
    for name in frappe.get_all("ITSM Risk", {"system": system.name}, pluck="name", order_by="name asc"):
        assess(frappe.get_doc("ITSM Risk", name), 4, 4)
    with as_user(MANAGER):
        assert door(frappe.get_doc("ITSM System", system.name), **{table: rows(system, table)[:4]}) is None
    assert (treated.residual_likelihood, treated.residual_impact) == levels


def test_levels_of_closed_risks_may_go(system):
    make_risk(system, "Closed", levels=(5, 5))
    assert save_form(system, impact_levels=rows(system, "impact_levels")[:4]) is None
    assert [row.score for row in register_of(system.name, with_closed=True)] == [25]


def test_a_line_of_the_matrix_is_not_reached_alone(system, as_user):
    was = stored(system)
    stage.commit(system)
    for table in TABLES:
        row = system.get(table)[0]
        with as_user(MANAGER):
            refusal = request("PUT", f"/api/resource/{row.doctype}/{row.name}", {"title": "Changed alone"})
        assert refusal.codes == ("row_alone",)
    with as_user(MANAGER):
        assert client_set_value(system.impact_levels[0], level=7).codes == ("levels_not_consecutive",)
    assert stored(system) == was


# -- the register ------------------------------------------------------------------------------------------------


def test_the_register_tells_what_auditors_ask(system, as_user):
    low = make_risk(system, "Accepted", levels=(5, 5), left=(1, 3), title="Low")
    open_one = make_risk(system, title="Not assessed", actions=[action(), action(action="Another")])
    frappe.db.set_value("ITSM Risk Action", open_one.actions[0].name, "due_on", add_days(today(), -1))
    high = make_risk(system, "Assessed", title="High")
    frappe.db.set_value("ITSM Risk", high.name, "review_on", add_days(today(), -1))
    make_risk(system, "Closed", title="Closed")
    make_risk(stage.make_system(), "Assessed")
    found = register_of(system.name)
    assert [row.name for row in found] == [high.name, low.name, open_one.name]
    assert [row.counted_score for row in found] == [12, 3, 0]
    assert [row.band for row in found] == ["High", "Low", ""]
    assert [row.above_criterion for row in found] == [True, False, False]
    assert [row.overdue for row in found] == [True, False, False]
    assert [(row.actions, row.open_actions, row.overdue_actions) for row in found] == [(0, 0, 0), (1, 0, 0), (2, 2, 1)]
    assert [(row.state, row.owner, row.accepted_by) for row in found] == [
        ("Assessed", OWNER, None),
        ("Accepted", OWNER, TOP),
        ("Identified", OWNER, None),
    ]
    assert len(register_of(system.name, with_closed=True)) == 4


def test_review_is_overdue_the_day_after(system):
    risk = make_risk(system, "Assessed")
    for day, overdue in ((today(), False), (add_days(today(), -1), True)):
        frappe.db.set_value("ITSM Risk", risk.name, "review_on", day)
        assert register_of(system.name)[0].overdue is overdue


def test_the_register_costs_the_same_for_many(system, query_count):
    bulk_risks(system, 10)
    few = query_count(lambda: register_of(system.name))
    bulk_risks(system, 200)
    assert query_count(lambda: register_of(system.name)) == few
    assert len(register_of(system.name)) == 210


# -- reports -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [heat_map, register])
@pytest.mark.parametrize("user", [MANAGER, OWNER, TOP, AUDITOR])
def test_who_answers_for_the_system_reads_the_reports(report, user, system, as_user):
    risk = make_risk(system, "Assessed")
    with as_user(user):
        assert [row["name"] for row in report.execute({"system": system.name})[1]] == [risk.name]


@pytest.mark.parametrize("report", [heat_map, register])
@pytest.mark.parametrize("user", [STAFF, OUTSIDER, EXTERNAL])
def test_others_do_not(report, user, system, as_user):
    make_risk(system, "Assessed")
    with as_user(user), pytest.raises(frappe.PermissionError):
        report.execute({"system": system.name})


@pytest.mark.parametrize("report", [heat_map, register])
def test_an_external_auditor_reads_where_named(report, system, as_user):
    risk = make_risk(system, "Assessed")
    system.append("external_auditors", {"user": EXTERNAL, "access_until": add_days(today(), 1)})
    system.save()
    with as_user(EXTERNAL):
        assert [row["name"] for row in report.execute({"system": system.name})[1]] == [risk.name]


@pytest.mark.parametrize("report", [heat_map, register])
def test_reports_ask_for_the_system(report, as_user):
    with as_user(MANAGER):
        columns, found, message, *_rest = report.execute({})
    assert columns and found == [] and message


@pytest.mark.parametrize("report", [heat_map, register])
def test_reports_cost_the_same_for_many(report, system, query_count, as_user):
    bulk_risks(system, 10)
    with as_user(AUDITOR):
        report.execute({"system": system.name})
        few = query_count(lambda: report.execute({"system": system.name}))
        with as_user("Administrator"):
            bulk_risks(system, 200)
        assert query_count(lambda: report.execute({"system": system.name})) == few


def cell(drawn: str, likelihood: int, impact: int) -> str:
    """The number shown in a cell of the heat map; empty where nothing lies there."""
    mark = f'data-likelihood="{likelihood}" data-impact="{impact}">'
    return drawn.split(mark)[1].split("<")[0] if mark in drawn else ""


def test_the_heat_map_shows_both_phases(system, as_user):
    make_risk(system, "Treated", levels=(3, 4), left=(2, 2), title="One <b>")
    make_risk(system, "Assessed", levels=(3, 4), title="Two")
    make_risk(system)
    make_risk(system, "Closed", levels=(3, 4), left=(2, 2))
    with as_user(AUDITOR):
        _columns, after, drawn, _chart, summary = heat_map.execute({"system": system.name})
        assert [row["score"] for row in after] == [12, 4, 0]
        assert (cell(drawn, 3, 4), cell(drawn, 2, 2), cell(drawn, 1, 1)) == ("1", "1", "")
        _columns, before, drawn, *_rest = heat_map.execute({"system": system.name, "phase": "Before Treatment"})
    assert [row["score"] for row in before] == [12, 12, 0]
    assert (cell(drawn, 3, 4), cell(drawn, 2, 2)) == ("2", "")
    assert "One &lt;b&gt;" in drawn and "One <b>" not in drawn
    assert [figure["value"] for figure in summary] == [3, 1, 1]


def test_the_heat_map_names_levels_and_bands_beside_colours(system):
    _columns, _rows, drawn, *_rest = heat_map.execute({"system": system.name})
    matrix = matrix_of(system.name)
    for named in (*matrix.likelihood, *matrix.impact, *matrix.bands):
        assert named.title in drawn
    assert drawn.index("5 Almost Certain") < drawn.index("1 Rare")
    assert drawn.count("<td") == 25


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({}, ["High", "Low"]),
        ({"above_criterion": 1}, ["High"]),
        ({"overdue": 1}, ["Low"]),
        ({"state": "Assessed"}, ["High", "Low"]),
        ({"state": "Closed"}, ["Closed"]),
        ({"with_closed": 1}, ["High", "Closed", "Low"]),
        ({"risk_owner": TOP}, ["Low"]),
    ],
)
def test_the_register_report_filters(filters, titles, system, as_user):
    make_risk(system, "Assessed", title="High", actions=[action(done_on=today()), action()])
    low = make_risk(system, "Assessed", levels=(1, 1), title="Low", risk_owner=TOP)
    frappe.db.set_value("ITSM Risk", low.name, "review_on", add_days(today(), -1))
    make_risk(system, "Closed", title="Closed")
    with as_user(AUDITOR):
        found = register.execute({"system": system.name, **filters})[1]
    assert [row.title for row in found] == titles
    for row in found:
        assert row.actions_done == {"High": "1 of 2", "Closed": "1 of 1", "Low": ""}[row.title]


def test_bands_are_those_of_readable_systems(system, as_user):
    with as_user(MANAGER):
        assert [band.from_score for band in bands()[system.name]] == [1, 5, 10, 15]
    with as_user(EXTERNAL):
        assert system.name not in bands()
    with as_user(ADMIN):
        assert system.name in bands()
    with as_user(OUTSIDER), pytest.raises(frappe.PermissionError):
        bands()
