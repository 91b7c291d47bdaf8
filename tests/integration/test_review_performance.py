"""Inputs b to d of the management review: performance and conformity, resources, capabilities."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.evidence.snapshot import freeze_month
from tests.integration import stage
from tests.integration.made.assets import make_asset
from tests.integration.made.competence import (
    make_competence,
    make_need,
    make_record,
    make_training,
    make_workforce,
)
from tests.integration.made.objectives import make_objective
from tests.integration.made.processes import indicator, owned
from tests.integration.made.resources import granted, make_resource_plan, plan_values, resource_line, resource_lines
from tests.integration.made.review_inputs import codes, compiled, curve_of, figures, rows_of, shown
from tests.integration.stage import MANAGER, OWNER, STAFF, STAFF_TWO, TOP, acting_as

# -- performance -----------------------------------------------------------------------------------------------------


def frozen(source, day, **results) -> None:
    system = frappe.get_doc("ITSM System", source.system)
    stage.make_tickets(system, getdate(day), results)
    freeze_month(source, getdate(day))


def test_service_levels_of_the_months_that_end_in_the_period(system):
    source = stage.make_source(system)
    first, last = stage.last_month()
    frozen(source, last, yes=3, no=1, paused=1)
    frozen(source, add_months(first, -1), yes=1)
    frozen(source, add_months(first, -2), no=4)
    section = compiled("performance", system, since=getdate(add_months(first, -1)), until=today())
    found = figures(section)
    assert (found["performance_in_target Tickets"], found["performance_closed Tickets"]) == (80.0, 6)
    assert list(curve_of(section, "performance_by_month").values()) == [0.0, 100.0, 75.0]
    assert rows_of(section, "performance_newest") == [["Tickets", f"{first:%Y-%m}", 5, 75.0]]
    assert "performance_months_missing" not in codes(section.gaps)


def test_a_month_that_ends_after_the_cut_off_day_is_left_out(system):
    source = stage.make_source(system)
    first, last = stage.last_month()
    frozen(source, last, yes=3)
    section = compiled("performance", system, since=first, until=last - timedelta(days=1))
    assert "performance_in_target Tickets" not in figures(section)
    assert "performance_no_month_over" in codes(section.gaps)
    assert curve_of(section, "performance_by_month") == {}


def test_a_month_counted_again_counts_once(system):
    source = stage.make_source(system)
    _first, last = stage.last_month()
    frozen(source, last, yes=1)
    frozen(source, last, no=1)
    assert figures(compiled("performance", system))["performance_closed Tickets"] == 2


def test_months_that_nobody_froze_are_named(system):
    source = stage.make_source(system)
    first, last = stage.last_month()
    section = compiled("performance", system, since=add_months(first, -1), until=last)
    named = {gap.code: gap.values for gap in section.gaps}
    assert named["performance_months_missing"] == {
        "source": source.title,
        "months": f"{getdate(add_months(first, -1)):%Y-%m}, {first:%Y-%m}",
    }
    assert "performance_nothing_measured" in named


def test_objectives_as_of_the_cut_off_day(system):
    bad = make_objective(system, "Approved", title="Falls short", objective_owner=STAFF)
    make_objective(system, "Approved", title="Not measured")
    make_objective(system, title="Draft")
    with acting_as(STAFF):
        bad.check_in(add_days(today(), -3), 99)
        bad.check_in(today(), 12)
    frappe.db.set_value("ITSM Objective", {"system": system.name}, "approved_on", add_days(today(), -9))
    section = compiled("performance", system)
    found = figures(section)
    assert (found["performance_objectives"], found["performance_wanting"], found["performance_unmeasured"]) == (2, 1, 1)
    assert [row[:3] for row in rows_of(section, "performance_objectives_wanting")] == [
        ["Falls short", "At Risk", "12 %"]
    ]
    earlier = figures(compiled("performance", system, until=add_days(today(), -1)))
    assert (earlier["performance_well"], earlier["performance_wanting"]) == (1, 0)
    assert "performance_no_objective" in codes(compiled("performance", system, until=add_days(today(), -20)).gaps)


def test_indicators_of_processes(system):
    rows = [
        indicator(indicator="Fail", value=9, value_on=add_days(today(), -2)),
        indicator(indicator="Hold", value=1, value_on=add_days(today(), -2)),
        indicator(indicator="Later", value=1, value_on=today()),
        indicator(indicator="Never"),
    ]
    owned(system, indicators=rows)
    section = compiled("performance", system, until=add_days(today(), -1))
    found = figures(section)
    assert (found["performance_indicators"], found["performance_indicators_met"]) == (2, 50.0)
    assert [row[1:3] for row in rows_of(section, "performance_indicators_missed")] == [["Fail", "9 %"]]
    assert [gap.values for gap in section.gaps if gap.code == "performance_values_missing"] == [{"number": 2}]


def test_the_newest_run_up_to_the_cut_off_day(system):
    run = run_conformity(system.name)
    name = getattr(run, "name", run)
    frappe.db.set_value(
        "ITSM Conformity Run", name, {"run_on": f"{add_days(today(), -2)} 23:30:00", "readiness": 12.5, "stale": 3}
    )
    run_conformity(system.name)
    section = compiled("performance", system, until=add_days(today(), -2))
    found = figures(section)
    assert (found["performance_readiness"], found["performance_stale"]) == (12.5, 3)
    (table,) = [table for table in section.tables if table.code == "performance_urgent"]
    assert rows_of(section, "performance_run")[0][:3] == [name, "2011", add_days(today(), -2)]
    assert len(table.rows) == 5 and table.total == found["performance_not_met"]
    assert "performance_no_run" in codes(compiled("performance", system, until=add_days(today(), -3)).gaps)


def test_reasons_are_read_in_the_language_of_the_reader(system):
    run_conformity(system.name)
    assert "No service management policy is in force" in shown("performance", system)
    frappe.local.lang = "zh"
    html = shown("performance", system)
    assert "没有现行有效的服务管理方针" in html and "已满足的要求" in html


# -- resources -------------------------------------------------------------------------------------------------------


def test_levels_now_and_forecast(system):
    make_resource_plan(system, "Decided")
    section = compiled("resources", system)
    assert figures(section) == {
        "resources_lines": 4,
        "resources_enough": 75.0,
        "resources_short": 1,
        "resources_short_later": 1,
    }
    assert rows_of(section, "resources_levels")[0][:9] == [
        *("Human", "Network engineers", "persons"),
        *(3.0, 4.0, 1.0, 4.0, 5.0, "Granted"),
    ]


def test_a_plan_that_waits_is_a_note_and_no_level(system):
    make_resource_plan(system, "Submitted")
    section = compiled("resources", system)
    assert (section.has_data, codes(section.notes), codes(section.gaps)) == (
        False,
        ["resources_waiting"],
        ["resources_no_plan"],
    )


def test_the_plan_that_counted_on_the_cut_off_day(system):
    """One decided later, or one that replaced it later, was not there yet."""
    first = make_resource_plan(system, "Decided")
    frappe.db.set_value(first.doctype, first.name, "decided_on", add_days(today(), -20))
    assert codes(compiled("resources", system, until=add_days(today(), -21)).gaps) == ["resources_no_plan"]
    with acting_as(MANAGER):
        lines = [*resource_lines(), resource_line(resource="Night shift")]
        second = frappe.get_doc(plan_values(system, replaces=first.name, lines=lines)).insert()
        second.submit_plan()
    with acting_as(TOP):
        second.decide_plan([granted(row.resource) for row in second.lines if row.gap > 0], "As proposed.")
    assert figures(compiled("resources", system))["resources_lines"] == 5
    assert figures(compiled("resources", system, until=add_days(today(), -1)))["resources_lines"] == 4


# -- capabilities ----------------------------------------------------------------------------------------------------


def test_people_in_numbers_and_never_by_name(system):
    make_workforce(system, STAFF, STAFF_TWO)
    held = make_competence(system)
    lacking = make_competence(system, title="Network repair")
    make_need(system, held)
    make_need(system, lacking)
    make_record(system, held, expires_on=add_days(today(), 20))
    section = compiled("capabilities", system)
    found = figures(section)
    assert (found["capabilities_needs"], found["capabilities_covered"]) == (4, 25.0)
    assert (found["capabilities_lacking"], found["capabilities_expiring"]) == (3, 1)
    assert rows_of(section, "capabilities_gaps") == [["Network repair", 2, 2], ["Change planning", 2, 1]]
    html = shown("capabilities", system)
    for user in (STAFF, STAFF_TWO):
        assert user not in html and frappe.db.get_value("User", user, "full_name") not in html


def test_what_is_held_is_held_on_the_cut_off_day(system):
    make_workforce(system, STAFF)
    competence = make_competence(system)
    make_need(system, competence)
    record = make_record(system, competence, expires_on=add_days(today(), 300))
    assert figures(compiled("capabilities", system))["capabilities_covered"] == 100
    earlier = compiled("capabilities", system, until=add_days(today(), -1))
    assert figures(earlier)["capabilities_covered"] == 0
    assert codes(earlier.notes) == ["stands_as_today"]
    frappe.db.set_value(record.doctype, record.name, "expires_on", add_days(today(), -1))
    assert figures(compiled("capabilities", system))["capabilities_expired"] == 1


def test_trainings_of_the_period(system):
    competence = make_competence(system)
    make_training(system, competence, "Held", (STAFF,))
    found = figures(compiled("capabilities", system))
    assert (found["capabilities_trainings"], found["capabilities_evaluated"]) == (1, 0)
    later = compiled("capabilities", system, since=add_days(today(), -20))
    assert figures(later)["capabilities_trainings"] == 0
    assert "capabilities_none_held" in codes(later.gaps)


def test_assets_and_licences_that_end(system):
    make_asset(system)
    make_asset(system, title="Ends soon", expires_on=add_days(today(), 10))
    make_asset(system, title="Over", expires_on=add_days(today(), -10), in_use=12)
    section = compiled("capabilities", system)
    found = figures(section)
    assert (found["capabilities_assets"], found["capabilities_assets_in_order"]) == (3, 33.33)
    assert (found["capabilities_assets_ending"], found["capabilities_over_used"]) == (2, 1)
    assert [row[:2] for row in rows_of(section, "capabilities_ending")] == [
        ["Over", "Expired"],
        ["Ends soon", "Expires Soon"],
    ]
    assert "capabilities_no_asset" in codes(compiled("capabilities", system, until=add_days(today(), -1)).gaps)


def test_people_and_technology_of_the_resource_plan(system):
    make_resource_plan(system, "Decided")
    section = compiled("capabilities", system)
    found = figures(section)
    assert (found["capabilities_people"], found["capabilities_technology"]) == (0.0, 100.0)
    assert [row[:2] for row in rows_of(section, "capabilities_short")] == [["Human", "Network engineers"]]


# -- none and many ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ["performance", "resources", "capabilities"])
def test_without_records_there_is_no_data_and_it_says_why(topic, system):
    section = compiled(topic, system)
    assert not section.has_data and section.gaps
    assert "No data, because:" in shown(topic, system)


def test_the_cost_does_not_grow(system, query_count):
    def compile_all():
        for topic in ("performance", "resources", "capabilities"):
            compiled(topic, system)

    source = stage.make_source(system)
    make_objective(system, "Approved")
    make_workforce(system, STAFF)
    owned(system, "9.1", indicators=[indicator(value=9, value_on=today())])
    competence = make_competence(system)
    make_need(system, competence)
    make_record(system, competence)
    make_training(system, competence)
    make_asset(system, expires_on=add_days(today(), 3))
    make_resource_plan(system, "Decided")
    _first, last = stage.last_month()
    frozen(source, last, yes=1)
    compile_all()
    few = query_count(compile_all)
    for number in range(4):
        make_objective(system, "Approved", title=f"Objective {number}", objective_owner=OWNER)
        make_asset(system, title=f"Asset {number}", expires_on=add_days(today(), number))
        frozen(source, add_months(last, -number - 1), yes=1)
        more = make_competence(system, title=f"Competence {number}")
        make_need(system, more)
        make_training(system, more, title=f"Training {number}")
    owned(system, "8.1", indicators=[indicator(value=9, value_on=today())])
    owned(system, "8.2", indicators=[indicator(value=9, value_on=today())])
    compile_all()
    assert query_count(compile_all) == few
