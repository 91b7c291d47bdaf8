"""What people need, what they hold, and what follows (4.4.2)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.competence import (
    GAPS,
    Held,
    Standing,
    as_level,
    best,
    cell_of,
    is_valid,
    unmet_dates,
    unmet_for_judging,
    unmet_for_recording,
    unmet_for_withdrawing,
    unmet_level,
    unmet_role_title,
)

DAY = date(2026, 3, 1)
LEVELS = st.integers(1, 5)
HELD = st.builds(
    Held,
    level=LEVELS,
    expires_on=st.none() | st.dates(DAY - timedelta(days=90), DAY + timedelta(days=90)),
    is_from_host=st.booleans(),
)


def codes(unmet):
    return [reason.code for reason in unmet]


@pytest.mark.parametrize(
    ("needed", "held", "is_planned", "standing"),
    [
        (3, [], False, Standing.LACKING),
        (3, [Held(2)], False, Standing.LACKING),
        (3, [Held(2)], True, Standing.PLANNED),
        (3, [Held(3)], False, Standing.HELD),
        (3, [Held(5)], True, Standing.HELD),
        (3, [Held(3, DAY)], False, Standing.EXPIRES_SOON),
        (3, [Held(3, DAY + timedelta(days=60))], False, Standing.EXPIRES_SOON),
        (3, [Held(3, DAY + timedelta(days=61))], False, Standing.HELD),
        (3, [Held(3, DAY - timedelta(days=1))], False, Standing.EXPIRED),
        (3, [Held(3, DAY - timedelta(days=1))], True, Standing.PLANNED),
        # A valid record that is not enough does not hide one that was, and has run out.
        (3, [Held(2), Held(3, DAY - timedelta(days=1))], False, Standing.EXPIRED),
        (0, [Held(4)], False, None),
    ],
)
def test_standings(needed, held, is_planned, standing):
    assert cell_of(needed, held, is_planned, DAY).standing is standing


@given(LEVELS, st.lists(HELD, max_size=6), st.booleans())
def test_nobody_who_holds_it_has_a_gap_and_nobody_else_holds_it(needed, held, is_planned):
    cell = cell_of(needed, held, is_planned, DAY)
    enough = any(one.level >= needed and is_valid(one, DAY) for one in held)
    assert (cell.standing in GAPS) is not enough


@given(LEVELS, st.lists(HELD, min_size=1, max_size=6), HELD)
def test_holding_more_is_never_worse(needed, held, more):
    order = list(Standing)
    before, after = (cell_of(needed, some, False, DAY).standing for some in (held, [*held, more]))
    assert order.index(after) >= order.index(before)


def test_what_counts_longest_is_shown():
    held = [Held(5, DAY + timedelta(days=9)), Held(3), Held(3, is_from_host=True), Held(2)]
    assert best(held, DAY, 3) == Held(3)
    assert best(held, DAY, 4) == held[0]
    assert best([Held(1), Held(2, DAY)], DAY, 3) == Held(2, DAY)
    assert best([], DAY, 3) is None


@pytest.mark.parametrize(("said", "level"), [(1, 1), ("5", 5), *((bad, None) for bad in (0, 6, -1, "x", 2.5, None))])
def test_levels(said, level):
    assert as_level(said) == level
    assert bool(unmet_level(said)) is (level is None)


@pytest.mark.parametrize(
    ("obtained", "expires", "expected"),
    [
        (DAY, None, []),
        (DAY, DAY, []),
        (DAY + timedelta(days=1), None, ["obtained_in_future"]),
        (DAY, DAY - timedelta(days=1), ["expiry_before_obtained"]),
        (DAY + timedelta(days=2), DAY, ["obtained_in_future", "expiry_before_obtained"]),
    ],
)
def test_dates(obtained, expires, expected):
    assert codes(unmet_dates(obtained, expires, DAY)) == expected


def test_who_records_verifies_and_withdraws():
    assert unmet_for_recording("a", "a", may_see=False) == []
    assert codes(unmet_for_recording("a", "b", may_see=False)) == ["person_not_yours"]
    assert unmet_for_judging("m", "a", "b", is_manager=True, manages=False) == []
    assert unmet_for_judging("m", "a", "b", is_manager=False, manages=True) == []
    assert codes(unmet_for_judging("a", "a", "a", is_manager=True, manages=False)) == [
        "self_verified",
        "verified_by_recorder",
    ]
    assert codes(unmet_for_judging("c", "a", "b", is_manager=False, manages=False)) == ["verifier_not_entitled"]
    assert unmet_for_withdrawing("m", "a", is_manager=True, manages=False) == []
    assert codes(unmet_for_withdrawing("a", "a", is_manager=True, manages=False)) == ["withdrawer_not_entitled"]


def test_role_titles_are_known_whatever_their_spelling():
    assert unmet_role_title(" change  Coordinator", ["Change coordinator"], "p") == []
    assert codes(unmet_role_title("Coordinator", ["Change coordinator"], "p")) == ["role_title_unknown"]
