"""Indicators of processes: what can be measured, and the values of today (4.1.4 b, 4.5.4.1)."""

from datetime import date

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.evidence.measured import shares_in_target
from sms_iso20000.evidence.snapshot import freeze_month
from tests.integration import stage
from tests.integration.doors import DOORS, request, save_form
from tests.integration.made.processes import indicator, insert_raw, process_of
from tests.integration.stage import MANAGER, OUTSIDER, OWNER, STAFF, last_month

SNAPSHOT = "ITSM Service Level Snapshot"


@pytest.fixture
def process(system):
    return process_of(system, "8.1")


@pytest.fixture
def source(system):
    return stage.make_source(system)


def from_snapshot(source, **values) -> dict:
    return indicator(source=SNAPSHOT.removeprefix("ITSM "), evidence_source=source.name, **values)


def month_before_last() -> tuple[date, date]:
    return stage.previous_month(last_month()[0])


def frozen(source, system, day: date, results: dict[str, int], service: str = "Network"):
    stage.make_tickets(system, day, results, service)
    return freeze_month(source, day)


def make_objective(system, **values) -> str:
    """An objective as the database holds it; its own rules are tested elsewhere."""
    return insert_raw("ITSM Objective", system=system.name, title="Fewer failures", operator="At Most", **values)


# -- what can be measured --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"unit": ""}, "indicator_without_unit"),
        ({"target": None}, "indicator_without_target"),
        ({"target": ""}, "indicator_without_target"),
        ({"target": "abc"}, "indicator_without_target"),
        ({"source": "Service Level Snapshot"}, "indicator_without_evidence_source"),
        ({"source": "Objective"}, "indicator_without_objective"),
        ({"value": "abc", "value_on": 0}, "indicator_value_not_a_number"),
        ({"value": 3}, "indicator_value_without_date"),
        ({"value": 3, "value_on": 1}, "indicator_value_in_future"),
    ],
)
def test_what_cannot_be_measured_is_refused(door, values, code, process, as_user):
    """`value_on` in days from today."""
    dated = {"value_on": add_days(today(), values["value_on"])} if "value_on" in values else {}
    with as_user(OWNER):
        assert door(process, indicators=[indicator(**{**values, **dated})]).codes == (code,)
    assert not frappe.db.exists("ITSM Process Indicator", {"parent": process.name})


@pytest.mark.parametrize("door", DOORS)
def test_sources_are_of_the_same_system(door, process, as_user):
    other = stage.make_system()
    stage.wipe_later(other)
    rows = [
        from_snapshot(stage.make_source(other)),
        indicator(source="Objective", objective=make_objective(other)),
    ]
    with as_user(OWNER):
        assert door(process, indicators=rows).codes == ("other_system",)
    assert not frappe.db.exists("ITSM Process Indicator", {"parent": process.name})


@pytest.mark.parametrize("door", DOORS)
def test_a_dimension_needs_its_value(door, process, source, as_user):
    with as_user(OWNER):
        refusal = door(process, indicators=[from_snapshot(source, dimension="Team")])
        assert refusal.codes == ("indicator_without_dimension_value",)
        assert door(process, indicators=[from_snapshot(source, dimension="Team", dimension_value="Desk")]) is None
    assert frappe.db.get_value("ITSM Process Indicator", {"parent": process.name}, "dimension_value") == "Desk"


# -- what snapshots say ----------------------------------------------------------------------------------------------


def test_measured_months_the_oldest_first(system, source):
    earlier, later = month_before_last(), last_month()
    second = frozen(source, system, later[0], {"yes": 3, "no": 1})
    first = frozen(source, system, earlier[0], {"yes": 1, "no": 1, "paused": 5, "": 5})
    found = shares_in_target(source.name)
    assert [(share.snapshot, share.share) for share in found] == [(first.name, 50.0), (second.name, 75.0)]
    assert (found[0].period_start, found[0].period_end) == earlier


def test_a_month_without_a_known_result_is_left_out(system, source):
    frozen(source, system, last_month()[0], {"paused": 3, "": 2})
    assert shares_in_target(source.name) == []


def test_a_replaced_snapshot_is_left_out(system, source):
    day = last_month()[0]
    old = frozen(source, system, day, {"yes": 1})
    new = frozen(source, system, day, {"no": 1})
    assert new.replaces == old.name
    assert [(share.snapshot, share.share) for share in shares_in_target(source.name)] == [(new.name, 50.0)]


def test_one_value_of_a_dimension(system, source):
    day = last_month()[0]
    stage.make_tickets(system, day, {"yes": 1, "no": 3}, "Mail")
    stage.make_tickets(system, day, {"paused": 1}, "Print")
    frozen(source, system, day, {"yes": 4})
    for service, shares in (("Mail", [25.0]), ("Network", [100.0]), ("Print", []), ("None", [])):
        assert [found.share for found in shares_in_target(source.name, "Service", service)] == shares
    assert [found.share for found in shares_in_target(source.name)] == [62.5]
    assert shares_in_target(source.name, "Team", "Mail") == []


def test_other_sources_do_not_count(system, source):
    frozen(source, system, last_month()[0], {"yes": 1})
    assert shares_in_target(stage.make_source(system, title="Second").name) == []


# -- values of today -------------------------------------------------------------------------------------------------


def test_present_values(system, process, source, as_user):
    day = last_month()[0]
    stage.make_tickets(system, day, {"yes": 1, "no": 1}, "Mail")
    snapshot = frozen(source, system, day, {"yes": 2})
    objective = make_objective(system, latest_value=4, latest_on=add_days(today(), -3))
    process.set(
        "indicators",
        [
            from_snapshot(source, operator="At Least", target=75),
            from_snapshot(source, operator="At Least", target=75, dimension="Service", dimension_value="Mail"),
            indicator(source="Objective", objective=objective, target=4),
            indicator(value=6.5, value_on=add_days(today(), -1)),
            indicator(value=0, value_on=today()),
        ],
    )
    with as_user(OWNER):
        process.save()
        values = process.present_values()
    end = last_month()[1].isoformat()
    shown = [(row["value"], row["as_of"], row["in_target"], row["name"]) for row in values]
    assert shown == [
        (75.0, end, True, snapshot.name),
        (50.0, end, False, snapshot.name),
        (4.0, add_days(today(), -3), True, objective),
        (6.5, add_days(today(), -1), False, ""),
        (0.0, today(), True, ""),
    ]


def test_no_data_is_said_with_the_reason(system, process, source, as_user):
    frozen(source, system, last_month()[0], {"paused": 1})
    process.set(
        "indicators",
        [
            from_snapshot(source),
            indicator(source="Objective", objective=make_objective(system)),
            indicator(),
        ],
    )
    with as_user(OWNER):
        process.save()
        values = process.present_values()
    assert [row["why"] for row in values] == [
        "No snapshot has measured it yet.",
        "The objective has no check-in yet.",
        "Nobody has entered a value yet.",
    ]
    assert all(row["in_target"] is None and "value" not in row for row in values)


def test_staff_who_may_not_read_snapshots_see_none_of_their_figures(system, process, source, as_user):
    frozen(source, system, last_month()[0], {"yes": 1})
    process.set("indicators", [from_snapshot(source)])
    process.save()
    with as_user(STAFF):
        values = process.present_values()
    assert values[0]["why"] == "You may not read service level snapshots." and "value" not in values[0]


def test_present_values_over_the_web(system, process, as_user):
    process.set("indicators", [indicator(value=1, value_on=today())])
    process.save()
    stage.commit(system)
    body = {"dt": process.doctype, "dn": process.name, "method": "present_values"}
    with as_user(STAFF):
        assert request("POST", "/api/method/run_doc_method", body) is None
    with as_user(OUTSIDER):
        assert request("POST", "/api/method/run_doc_method", body).status == 403


def test_an_indicator_saved_again_without_a_value_stays_without_data(process, as_user):
    with as_user(MANAGER):
        assert save_form(process, indicators=[indicator()]) is None
        process.reload()
        assert save_form(process, inputs="Calls") is None
        process.reload()
        assert "why" in process.present_values()[0]


def test_present_values_cost_the_same_however_many_there_are(system, process, source, query_count):
    def rows(number: int) -> list[dict]:
        objectives = [make_objective(system) for _index in range(number)]
        return [
            row
            for index, objective in enumerate(objectives)
            for row in (
                from_snapshot(source, dimension="Service", dimension_value=f"Service {index}"),
                indicator(source="Objective", objective=objective),
            )
        ]

    counts = []
    for number in (2, 100):
        process.set("indicators", rows(number))
        process.save()
        process.present_values()
        counts.append(query_count(process.present_values) - _reloading(process, query_count))
    assert counts[0] == counts[1] <= 6


def _reloading(process, query_count) -> int:
    return query_count(process.reload)


def test_years_of_snapshots_cost_two_queries(system, source, query_count):
    """So that an objective or an indicator may look at any history."""
    for back in range(1, 41):
        first = getdate(add_months(last_month()[0], -back)).replace(day=1)
        insert_raw(
            SNAPSHOT,
            system=system.name,
            source=source.name,
            period_start=first,
            period_end=first,
            in_target=1,
            missed=1,
        )
    assert len(shares_in_target(source.name)) == 40
    assert query_count(lambda: shares_in_target(source.name)) <= 2
