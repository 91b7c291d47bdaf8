"""The incidents of the demonstration: all of them, moved as a whole, with one service that fell silent."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from sms_iso20000.demonstration.incidents import LOG_ENDS, OTHER_TEAMS, SERVICES, incidents_at, recent_incidents
from sms_iso20000.rules.schedule import month_of, previous_month

# The default of a system: days after the end of its month from which evidence is stale.
EVIDENCE_AGE = 45
# First and last days of months, leap years, the two months of 31 days in a row.
DAYS = [
    date(2026, 1, 1),
    date(2026, 1, 31),
    date(2026, 3, 1),
    date(2026, 9, 1),
    date(2026, 9, 30),
    date(2027, 2, 14),
    date(2028, 2, 29),
    date(2028, 3, 31),
]


@pytest.fixture(scope="module")
def as_logged():
    return list(incidents_at(LOG_ENDS))


def test_every_incident_is_there_once(as_logged):
    assert len(as_logged) == 600
    assert len({incident.number for incident in as_logged}) == 600


def test_attributes_are_those_of_the_log(as_logged):
    first = as_logged[0]
    assert (first.number, first.state, first.made_sla, first.priority) == (
        "INC0000045",
        "Closed",
        "TRUE",
        "3 - Moderate",
    )
    assert (first.opened_on, first.closed_on) == (datetime(2016, 2, 29, 1, 16), datetime(2016, 3, 5, 12, 0))
    assert (first.category, first.service, first.assignment_group) == ("Category 55", "Workplace", "Group 56")
    assert (first.team, first.supplier) == ("Customer First Line", "")


def test_what_closed_later_was_still_open(as_logged):
    waiting = {incident.number: incident for incident in as_logged if incident.closed_on is None}
    assert len(waiting) == 8
    assert {incident.state for incident in waiting.values()} == {"Awaiting User Info", "Resolved"}
    assert {incident.made_sla for incident in waiting.values()} == {""}


def test_the_log_read_to_its_end_is_closed_throughout():
    assert {incident.state for incident in incidents_at(date(2016, 12, 31))} == {"Closed"}
    assert Counter(incident.made_sla for incident in incidents_at(date(2016, 12, 31))) == {"TRUE": 383, "FALSE": 217}


@pytest.mark.parametrize("today", DAYS)
def test_order_and_distances_are_kept(today, as_logged):
    moved = recent_incidents(today)
    shift = moved[0].opened_on - as_logged[0].opened_on
    assert shift % timedelta(days=1) == timedelta(0)
    assert moved == [incident.moved(shift) for incident in as_logged]
    assert {after.opened_on - before.opened_on for before, after in zip(as_logged, moved, strict=True)} == {shift}
    pairs = [(before.closed_on, after.closed_on) for before, after in zip(as_logged, moved, strict=True)]
    assert {after - before for before, after in pairs if before} == {shift}


@pytest.mark.parametrize("today", DAYS)
def test_last_closure_lies_in_the_last_complete_month(today):
    first, last = previous_month(today)
    closed = [incident.closed_on for incident in recent_incidents(today) if incident.closed_on]
    assert first <= max(closed).date() <= last


@pytest.mark.parametrize("today", DAYS)
def test_one_service_alone_has_no_recent_results(today):
    last_closed: dict[str, date] = {}
    for incident in recent_incidents(today):
        if incident.closed_on and incident.service:
            day = incident.closed_on.date()
            last_closed[incident.service] = max(day, last_closed.get(incident.service, day))
    assert set(last_closed) == set(SERVICES)
    limit = today - timedelta(days=EVIDENCE_AGE)
    stale = {service for service, day in last_closed.items() if month_of(day)[1] < limit}
    assert stale == {"Payroll Hosting"}


def test_no_category_stands_for_two_services():
    numbers = [number for of_service in SERVICES.values() for number in of_service]
    assert len(numbers) == len(set(numbers))


def test_unknown_stays_unknown(as_logged):
    nameless = [incident for incident in as_logged if not incident.category]
    assert len(nameless) == 4
    assert {incident.service for incident in nameless} == {""}
    assert {incident.team for incident in as_logged if not incident.assignment_group} == {""}
    # Groups too small for a name of their own.
    assert 0 < sum(incident.team == OTHER_TEAMS for incident in as_logged) < 60
