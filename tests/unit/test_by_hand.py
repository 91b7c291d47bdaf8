"""When evidence kept outside the app counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.by_hand import (
    LONGEST_VALIDITY,
    Evidence,
    is_for_top_management,
    unmet_for_confirming,
    unmet_for_judging,
    unmet_for_recording,
)
from sms_iso20000.rules.schedule import months_later

TODAY = date(2026, 6, 15)
SEEN = Evidence("4.1.4 d", False, "mia", date(2026, 6, 1), date(2027, 6, 1))
OF_TOP = replace(SEEN, clause="4.1.1 c")


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"is_group": True}, ["evidence_for_a_clause"]),
        ({"evidence_date": date(2026, 6, 16)}, ["evidence_in_future"]),
        ({"evidence_date": TODAY}, []),
        ({"valid_until": date(2026, 5, 31)}, ["validity_before_evidence"]),
        ({"valid_until": date(2026, 6, 1)}, []),
        ({"valid_until": date(2029, 6, 1)}, []),
        ({"valid_until": date(2029, 6, 2)}, ["validity_too_long"]),
        ({"is_group": True, "evidence_date": date(2026, 7, 1)}, ["evidence_for_a_clause", "evidence_in_future"]),
    ],
)
def test_recording(changes, expected):
    assert codes(unmet_for_recording(replace(SEEN, **changes), "2011 4.1.4", TODAY)) == expected


@pytest.mark.parametrize(
    ("evidence", "actor", "roles", "expected"),
    [
        (SEEN, "max", ["ITSM Manager"], []),
        (SEEN, "max", ["ITSM Auditor"], []),
        (SEEN, "max", ["ITSM Process Owner"], ["confirmer_without_role"]),
        (SEEN, "mia", ["ITSM Manager"], ["confirmer_is_recorder"]),
        (OF_TOP, "max", ["ITSM Manager", "ITSM Top Management"], ["confirmer_not_top_management"]),
        (OF_TOP, "top", ["ITSM Top Management"], []),
        (replace(OF_TOP, recorded_by="top"), "top", [], ["confirmer_is_recorder"]),
        (replace(SEEN, valid_until=date(2026, 6, 14)), "max", ["ITSM Manager"], ["evidence_has_expired"]),
        (replace(SEEN, valid_until=TODAY), "max", ["ITSM Manager"], []),
        (
            replace(OF_TOP, valid_until=date(2026, 6, 2)),
            "mia",
            [],
            ["confirmer_is_recorder", "confirmer_not_top_management", "evidence_has_expired"],
        ),
    ],
)
def test_confirming(evidence, actor, roles, expected):
    assert codes(unmet_for_confirming(evidence, actor, roles, {"top"}, TODAY)) == expected


def test_judging_leaves_the_recorder_out_of_account():
    assert unmet_for_judging(SEEN, "mia", ["ITSM Manager"], set()) == []
    assert codes(unmet_for_judging(OF_TOP, "mia", ["ITSM Manager"], set())) == ["confirmer_not_top_management"]


def test_clauses_of_top_management():
    assert is_for_top_management("4.1.1 a")
    assert is_for_top_management("4.1.1")
    assert not is_for_top_management("4.1.10 a")
    assert not is_for_top_management("4.1.4 a")


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 120))
def test_months_later(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(-40, 40 * 31))
def test_nothing_counts_longer_than_one_cycle(seen, days):
    evidence = replace(SEEN, evidence_date=seen, valid_until=seen + timedelta(days=days))
    kept = not unmet_for_recording(evidence, "r", seen)
    assert kept == (seen <= evidence.valid_until <= months_later(seen, LONGEST_VALIDITY))
