"""Gates of a service, its steps, and rings of services that rest on each other."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.service import (
    NEXT,
    Service,
    State,
    decision_for,
    illegal_step,
    is_stated,
    named_twice,
    names_in_tickets,
    ring_through,
    unmet_for_live,
    unmet_for_step,
    unmet_sources,
)
from sms_iso20000.rules.standing import Standing

COMPLETE = {
    "has_owner": True,
    "is_owner_in_place": True,
    "has_description": True,
    "customers": 1,
    "requirements": 2,
    "stated": 1,
    "agreements": (Standing.ENDED, Standing.STANDS),
    "sites": 1,
    "processes": 1,
}


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


def test_nothing_is_told_at_once():
    assert codes(unmet_for_live(Service())) == [
        "service_owner_missing",
        "service_description_missing",
        "service_requirement_missing",
        "service_agreement_missing",
        "service_customer_missing",
        "service_site_missing",
        "service_process_missing",
    ]
    assert codes(unmet_for_step(State.IN_TRANSITION, Service())) == [
        "service_owner_missing",
        "service_description_missing",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_owner_in_place": False}, "service_owner_gone"),
        ({"stated": 0}, "service_requirement_not_stated"),
        ({"agreements": (Standing.ENDED, Standing.NOT_YET, Standing.GONE)}, "service_agreement_not_standing"),
        ({"sites": 0}, "service_site_missing"),
        ({"processes": 0}, "service_process_missing"),
    ],
)
def test_what_a_service_lacks(change, code):
    assert unmet_for_live(Service(**COMPLETE)) == []
    assert codes(unmet_for_live(Service(**{**COMPLETE, **change}))) == [code]


@pytest.mark.parametrize("after", [State.PROPOSED, State.RETIRED])
def test_giving_up_needs_nothing_of_the_service(after):
    assert unmet_for_step(after, Service()) == []


@given(st.sampled_from(State), st.sampled_from(State))
def test_steps(before, after):
    if after in NEXT[before]:
        assert illegal_step(before, after) == []
        assert decision_for(before, after)
    else:
        assert codes(illegal_step(before, after)) == ["illegal_step"]
    assert codes(illegal_step(before, "Elsewhere")) == ["unknown_state"]


def test_reopening_is_another_decision_than_returning():
    assert decision_for("Retired", "Proposed") == "Reopened"
    assert decision_for("In Transition", "Proposed") == "Returned to Proposal"


@pytest.mark.parametrize(
    ("row", "stated"),
    [({}, False), ({"target": " "}, False), ({"target": "4 hours"}, True), ({"reference": "Contract 3"}, True)],
)
def test_a_requirement_is_stated_by_target_or_reference(row, stated):
    assert is_stated(row) is stated


def test_sources():
    rows = [{"requirement": "Fast", "source": "Law"}, {"requirement": "", "source": ""}, {"source": "Hearsay"}]
    assert [reason.values["requirement"] for reason in unmet_sources(rows)] == ["?", "?"]


def test_names_in_tickets_are_lines():
    assert names_in_tickets(" Network \n\nLAN\nNetwork") == ("Network", "LAN")
    assert names_in_tickets(None) == ()


def test_twice_whatever_the_case():
    assert named_twice([("a", "B "), ("A", "b"), ("a", "b"), ("c", "")]) == [("A", "b")]


def test_rings():
    assert ring_through("a", {"a": ["a"]}) == []
    assert ring_through("a", {"a": ["b"], "b": ["c"], "c": ["b", "a"]}) == ["b", "c"]
    assert ring_through("a", {"a": ["b"], "b": ["c"], "c": ["b"]}) is None
    assert ring_through("a", {}) is None


names = st.sampled_from("abcdef")


@given(st.dictionaries(names, st.lists(names)), names)
def test_a_ring_is_a_way_back(rests_on, service):
    between = ring_through(service, rests_on)
    if between is not None:
        way = [service, *between, service]
        assert all(after in rests_on[before] for before, after in pairwise(way))
    else:
        reached, open_ones = set(), [service]
        while open_ones:
            for name in rests_on.get(open_ones.pop(), ()):
                if name not in reached:
                    reached.add(name)
                    open_ones.append(name)
        assert service not in reached
