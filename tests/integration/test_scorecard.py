"""What was measured of other parties, month by month; every figure here is computed by hand."""

from datetime import date

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.governance.party_scorecard import parties_of
from sms_iso20000.governance.scorecard import complete_months, scorecard_of
from sms_iso20000.rules.schedule import month_of
from sms_iso20000.sms_iso20000.report.itsm_party_scorecard import itsm_party_scorecard as report
from tests.integration import stage
from tests.integration.doors import call, request
from tests.integration.made.arrangement_reviews import make_review
from tests.integration.made.arrangements import make_arrangement, measure
from tests.integration.made.processes import insert_raw
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, last_month

FIRST, LAST = date(2026, 8, 1), date(2026, 10, 31)
SNAPSHOTS, OBJECTIVE = "Service Level Snapshot", "Objective"


@pytest.fixture
def source(system):
    return stage.make_source(system)


@pytest.fixture
def on_record(system, source) -> dict:
    """Snapshots of July to October and an objective with check-ins; September brought no ticket but of the network."""
    frozen(source, date(2026, 7, 1), (9, 1), network=(1, 3))
    frozen(source, date(2026, 8, 1), (8, 2), network=(3, 1))
    late = frozen(source, date(2026, 10, 1), (0, 100))
    frozen(source, date(2026, 10, 1), (95, 5), replaces=late)
    # Nothing but paused tickets: not measured.
    frozen(source, date(2026, 9, 1), (0, 0))
    check_ins = [
        {"doctype": "ITSM Objective Check-In", "measured_on": day, "value": value, "source": "By Hand"}
        for day, value in (("2026-07-31", 1), ("2026-10-20", 5), ("2026-10-10", 6))
    ]
    objective = insert_raw(
        "ITSM Objective", system=system.name, title="Repair", operator="At Most", check_ins=check_ins
    )
    return {"source": source.name, "objective": objective}


def frozen(source, first: date, counts: tuple[int, int], network: tuple[int, int] = (0, 0), replaces: str = "") -> str:
    split = {"doctype": "ITSM Service Level Snapshot Count", "dimension": "Service", "value": "Network"}
    return insert_raw(
        f"ITSM {SNAPSHOTS}",
        system=source.system,
        source=source.name,
        period_start=first,
        period_end=month_of(first)[1],
        in_target=counts[0],
        missed=counts[1],
        replaces=replaces or None,
        counts=[{**split, "in_target": network[0], "missed": network[1]}],
    )


def four_measures(on_record: dict) -> list[dict]:
    from_source = {"source": SNAPSHOTS, "evidence_source": on_record["source"]}
    network = {"dimension": "Service", "dimension_value": "Network", "frequency": "Quarterly", "measure": "Network"}
    return [
        measure(measure="All", target=90, weight=3, **from_source),
        measure(target=80, **network, **from_source),
        measure(
            measure="Repair", unit="h", operator="At Most", target=4, source=OBJECTIVE, objective=on_record["objective"]
        ),
        # By hand, the period that was reviewed is its quarter.
        measure(measure="Kept", target=100, frequency="Yearly"),
    ]


# -- figures ---------------------------------------------------------------------------------------------------------


def test_figures_do_not_depend_on_the_kind_of_party(system, on_record):
    names = []
    for kind in ("Supplier", "Internal Group", "Customer"):
        arrangement = make_arrangement(system, party_kind=kind, part=kind, measures=four_measures(on_record))
        make_review(arrangement, period_start="2026-08-01", period_end="2026-09-15")
        make_review(arrangement, "Draft", period_start="2026-09-16", period_end="2026-10-31")
        names.append(arrangement.name)
    card, *others = scorecard_of(names, FIRST, LAST).values()
    assert others == [card, card]
    # All: 8 of 10, none, 95 of 100; together 103 of 110. Network: 4 of 8 in the third quarter.
    assert [line.values for line in card.parts] == [
        (80, None, 95),
        (None, 50, None),
        (None, None, 5),
        (None, 90, None),
    ]
    assert [line.value for line in card.parts] == [93.64, 50, 5, 90]
    assert [line.attained for line in card.parts] == [
        (88.89, None, 100),
        (None, 62.5, None),
        (None, None, 80),
        (None, 90, None),
    ]
    assert [line.score for line in card.parts] == [100, 62.5, 80, 90]
    # (62.5 + 90) / 2 in September, (3 x 100 + 80) / 4 in October, (3 x 100 + 62.5 + 80 + 90) / 6 over all.
    assert card.attained == (88.89, 76.25, 95)
    assert (card.score, card.standing, card.change) == (88.75, "Watch", 11.11)


def test_over_one_period_scorecard_and_review_agree(system, on_record):
    monthly = [{**row, "frequency": "Monthly"} for row in four_measures(on_record)]
    arrangement = make_arrangement(system, measures=monthly)
    review = make_review(arrangement, period_start=str(FIRST), period_end=str(LAST))
    card = scorecard_of([arrangement.name], FIRST, LAST)[arrangement.name]
    assert [line.value for line in card.parts] == [row.value for row in review.results]
    assert card.score == review.score


def test_what_is_frozen_shows_the_next_day(system, source):
    arrangement = make_arrangement(
        system,
        measures=[measure(source=SNAPSHOTS, evidence_source=source.name, dimension="Team", dimension_value="Desk")],
    )
    first, last = last_month()
    stage.make_tickets(system, last, {"yes": 3, "no": 1, "paused": 2})
    freeze_month(source, first)
    card = scorecard_of([arrangement.name], *complete_months(getdate(today())))[arrangement.name]
    assert [line.values for line in card.parts] == [(*[None] * 11, 75)]


def test_an_arrangement_without_a_value_has_no_score(system):
    arrangement = make_arrangement(system, "Draft")
    card = scorecard_of([arrangement.name], FIRST, LAST)[arrangement.name]
    assert (card.score, card.standing, card.attained) == (None, "No Data", (None, None, None))


def test_a_measure_in_another_unit_is_another_measure(system):
    arrangement = make_arrangement(system)
    make_review(arrangement, period_start="2026-08-01", period_end="2026-09-30")
    frappe.db.set_value("ITSM Arrangement Measure", {"parent": arrangement.name}, "unit", "h")
    assert scorecard_of([arrangement.name], FIRST, LAST)[arrangement.name].score is None


def raw(system, number: int, source, **values) -> list[str]:
    """Arrangements as the database holds them, past their rules; two measures each."""
    measures = [
        measure(source=SNAPSHOTS, evidence_source=source.name, target=90),
        measure(source=OBJECTIVE, objective="absent"),
    ]
    given = {"system": system.name, "workflow_state": "Active", "party_kind": "Supplier", "measures": measures}
    named = ({"title": f"Part {index}", "party_name": f"Party {index}"} for index in range(number))
    return [insert_raw("ITSM Arrangement", **{**given, **names, **values}) for names in named]


def test_two_hundred_arrangements_cost_as_many_queries_as_ten(system, source, on_record, query_count):
    counts = []
    for number in (10, 190):
        raw(system, number, source)
        parties_of(system.name, FIRST, LAST)
        counts.append(query_count(lambda: parties_of(system.name, FIRST, LAST)))
    assert counts[0] == counts[1] <= 7


# -- report ----------------------------------------------------------------------------------------------------------


def shown(system, **filters) -> tuple:
    return report.execute({"system": system.name, "from_date": "2026-08-10", "to_date": "2026-10-01", **filters})


@pytest.fixture
def three_parties(system, source, on_record):
    """One that scores, one that scores less in two arrangements, one of which nothing was measured."""
    network = measure(
        source=SNAPSHOTS, evidence_source=source.name, dimension="Service", dimension_value="Network", target=100
    )
    raw(system, 1, source, party_kind="Customer", party_name="Good Ltd")
    raw(system, 1, source, party_name="Bad Ltd")
    raw(system, 1, source, party_name="bad ltd", title="Network", measures=[network])
    raw(system, 1, source, party_kind="Internal Group", party_name="Silent Group", measures=[measure()])
    raw(system, 1, source, party_name="Gone Ltd", workflow_state="Ended")


def test_parties_compared(system, three_parties, as_user):
    with as_user(MANAGER):
        columns, rows, message, chart, summary = shown(system)
    assert [column["label"] for column in columns][-3:] == ["Aug 2026", "Sep 2026", "Oct 2026"]
    top = [row for row in rows if row["indent"] == 0]
    # Bad Ltd: 100 and, for the network in August, 75.
    assert [(row["title"], row["score"], row["standing"]) for row in top] == [
        ("Bad Ltd", 87.5, "Watch"),
        ("Good Ltd", 100, "Reliable"),
        ("Silent Group", None, "No Data"),
    ]
    assert [top[0][f"month_2026_{month}"] for month in ("08", "09", "10")] == [81.94, None, 100]
    assert [row["title"] for row in rows if row["parent"] == top[0]["key"]] == ["Part 0", "Network"]
    assert {row["parent"] for row in rows if row["indent"] == 2} == {row["key"] for row in rows if row["indent"] == 1}
    lines = [row for row in rows if row["title"] == "Incidents solved in time"]
    assert (lines[0]["target"], lines[0]["value"]) == ("at least 90 %", "93.64 %")
    assert chart["data"]["labels"] == ["Bad Ltd", "Good Ltd"]
    assert chart["data"]["datasets"][0]["values"] == [87.5, 100]
    assert [entry["value"] for entry in summary] == [3, 1, 1, 0, 1]
    assert "empty cell was not measured" in message


def test_one_kind(system, three_parties, as_user):
    with as_user(AUDITOR):
        rows = shown(system, kind="Customer")[1]
    assert [row["title"] for row in rows if row["indent"] == 0] == ["Good Ltd"]


def test_complete_months_only(system, as_user):
    with as_user(MANAGER):
        columns = report.execute({"system": system.name})[0]
        future = report.execute({"system": system.name, "from_date": "1990-01-01", "to_date": add_days(today(), 90)})[0]
    months = [column["fieldname"] for column in columns if column["fieldname"].startswith("month_")]
    assert len(months) == 12
    assert months[-1] == f"month_{last_month()[0]:%Y_%m}"
    assert len(future) == len(columns) + 24
    assert future[-1] == columns[-1]


def test_a_system_has_to_be_chosen(as_user):
    with as_user(MANAGER):
        assert report.execute({})[1:3] == ([], "Choose a system first.")


def test_who_may_not_read(system, as_user):
    for user in (OUTSIDER, STAFF, EXTERNAL):
        with as_user(user), pytest.raises(frappe.PermissionError):
            report.execute({"system": system.name})


def test_only_what_the_reader_may_see(system, source, as_user):
    mine, _theirs = raw(system, 2, source)
    permission = {"doctype": "User Permission", "user": OWNER, "allow": "ITSM Arrangement", "for_value": mine}
    frappe.get_doc(permission).insert()
    with as_user(OWNER):
        assert [row["title"] for row in shown(system)[1] if row["indent"] == 0] == ["Party 0"]


# -- form and number card --------------------------------------------------------------------------------------------


def test_form_and_number_card(system, source, as_user):
    """A name is shown as it is; no month without a ticket has a bar; who may not read learns nothing."""
    arrangement = make_arrangement(
        system,
        measures=[measure(measure="<b>Share</b> & more", source=SNAPSHOTS, evidence_source=source.name, target=80)],
    )
    frozen(source, last_month()[0], (30, 70))
    stage.commit(system)
    path = "/api/method/sms_iso20000.api.arrangement"
    body = {"arrangement": arrangement.name}
    with as_user(MANAGER):
        html = call("POST", f"{path}.scorecard", body)[1]["message"]
        card = call("POST", f"{path}.score_card", {})[1]["message"]
    assert "<b>Share" not in html and "Share" in html
    assert html.count("<rect") == 1 and "37.5 %" in html and "30 %" in html
    assert 'class="indicator-pill red">Failing' in html and 'class="itsm-red"' in html
    assert (card["value"], card["fieldtype"]) == (37.5, "Percent")
    for user in (OUTSIDER, STAFF):
        with as_user(user):
            assert request("POST", f"{path}.scorecard", body).status == 403
            assert request("POST", f"{path}.score_card", {}).status == 403


def test_nothing_measured_is_no_zero(system, as_user):
    from sms_iso20000.api.arrangement import score_card, scorecard

    arrangement = make_arrangement(system, "Draft", measures=[])
    with as_user(MANAGER):
        assert "Nothing is measured yet" in scorecard(arrangement.name)
        assert score_card() == "No Data"
