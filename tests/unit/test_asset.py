"""Whether assets are held and used as law and contracts allow (4.1.4 d)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.asset import OWN_PROPERTY, Asset, Standing, as_quantity, standing, unmet_for_register

TODAY = date(2026, 6, 15)
LICENCE = Asset("Licence", True, True, entitled=10, in_use=10, expires_on=date(2027, 1, 1), checked_on=TODAY)


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"has_proof": False}, ["basis_not_named"]),
        ({"has_proof": False, "basis": OWN_PROPERTY}, []),
        ({"entitled": 0}, ["entitled_missing"]),
        ({"entitled": 0, "is_counted": False}, []),
        ({"in_use": 11}, []),
        ({"expires_on": date(2020, 1, 1)}, []),
        ({"has_proof": False, "entitled": 0}, ["basis_not_named", "entitled_missing"]),
    ],
)
def test_what_cannot_be_kept(changes, expected):
    assert codes(unmet_for_register(replace(LICENCE, **changes))) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["In Order"]),
        ({"expires_on": date(2026, 6, 14)}, ["Expired"]),
        ({"expires_on": TODAY}, ["Expires Soon"]),
        ({"expires_on": date(2026, 7, 15)}, ["Expires Soon"]),
        ({"expires_on": date(2026, 7, 16)}, ["In Order"]),
        ({"expires_on": None}, ["In Order"]),
        ({"in_use": 11}, ["Over-Used"]),
        ({"in_use": 11, "is_counted": False}, ["In Order"]),
        ({"has_proof": False}, ["No Basis"]),
        ({"has_proof": False, "basis": OWN_PROPERTY}, ["In Order"]),
        ({"checked_on": None}, ["Check Overdue"]),
        ({"checked_on": date(2025, 6, 15)}, ["In Order"]),
        ({"checked_on": date(2025, 6, 14)}, ["Check Overdue"]),
        (
            {"expires_on": date(2026, 6, 1), "in_use": 99, "has_proof": False, "checked_on": None},
            ["Expired", "Over-Used", "No Basis", "Check Overdue"],
        ),
    ],
)
def test_standing(changes, expected):
    assert [found.value for found in standing(replace(LICENCE, **changes), TODAY, 12)] == expected


ASSETS = st.builds(
    Asset,
    basis=st.sampled_from(["Licence", OWN_PROPERTY]),
    has_proof=st.booleans(),
    is_counted=st.booleans(),
    entitled=st.integers(0, 5),
    in_use=st.integers(0, 5),
    expires_on=st.none() | st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60)),
    checked_on=st.none() | st.dates(TODAY - timedelta(days=600), TODAY),
)


@given(ASSETS, st.integers(1, 36))
def test_there_is_always_a_standing_and_the_gravest_comes_first(asset, months):
    found = standing(asset, TODAY, months)
    assert found
    assert list(found) == sorted(found, key=list(Standing).index)
    assert (Standing.IN_ORDER in found) == (found == (Standing.IN_ORDER,))
    assert not {Standing.EXPIRED, Standing.EXPIRES_SOON} <= set(found)


@given(ASSETS, st.integers(1, 36), st.integers(1, 400))
def test_time_alone_puts_nothing_in_order(asset, months, days):
    """What is expired, over-used, without basis or unchecked stays so until somebody does something."""
    lasting = {Standing.EXPIRED, Standing.OVER_USED, Standing.NO_BASIS, Standing.CHECK_OVERDUE}
    before, after = (set(standing(asset, TODAY + timedelta(days=later), months)) for later in (0, days))
    assert before & lasting <= after


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        (None, 0),
        ("", 0),
        (" 7 ", 7),
        (7, 7),
        (7.0, 7),
        ("7.5", None),
        (7.5, None),
        ("abc", None),
        (-1, None),
        ("-1", None),
        ("٣", None),
    ],
)
def test_quantity(given_value, expected):
    assert as_quantity(given_value) == expected
