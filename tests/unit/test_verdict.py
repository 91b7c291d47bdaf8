"""How answers add up to the status of a requirement."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.verdict import (
    NO_CHECK,
    Status,
    combine,
    in_part,
    met,
    not_evaluable,
    not_met,
    stale,
    standing,
)

RECORD = [("ITSM Policy", "P1")]
verdicts = st.sampled_from(
    [
        met("a", RECORD, date(2026, 1, 2)),
        not_met("b", [("X", "1")]),
        stale("c", [("X", "2")], date(2026, 1, 1)),
        not_evaluable("d"),
    ]
)


def test_met_needs_a_record():
    with pytest.raises(ValueError, match="records"):
        met("a", [])


def test_no_check_is_never_met():
    assert combine([]) is NO_CHECK
    assert NO_CHECK.status is Status.NO_CHECK


@given(st.lists(verdicts, min_size=1))
def test_the_worst_decides(answers):
    combined = combine(answers)
    statuses = {answer.status for answer in answers}
    assert combined.status in statuses
    assert (combined.status is Status.MET) is (statuses == {Status.MET})
    if Status.NOT_MET in statuses:
        assert combined.status is Status.NOT_MET


@given(st.lists(verdicts, min_size=1))
def test_reasons_and_records_are_those_of_the_deciding(answers):
    combined = combine(answers)
    deciding = [answer for answer in answers if answer.status is combined.status]
    assert set(combined.records) == {record for answer in deciding for record in answer.records}
    assert len(combined.records) == len(set(combined.records))


@given(verdicts)
def test_a_part_is_never_met(answer):
    part = in_part(answer, "rest_unchecked")
    assert part.status is not Status.MET
    if answer.status is Status.MET:
        assert [reason.code for reason in part.reasons] == ["a", "rest_unchecked"]
    else:
        assert part is answer


@given(st.lists(st.sampled_from(list(Status))))
def test_standing_adds_up(statuses):
    figures = standing(statuses)
    assert sum(figures.counts.values()) == figures.requirements == len(statuses)
    assert 0 <= figures.readiness <= figures.coverage <= 100


def test_readiness_is_a_share_of_all_requirements():
    figures = standing([Status.MET, Status.NOT_MET, Status.NO_CHECK, Status.NO_CHECK])
    assert (figures.readiness, figures.coverage) == (25.0, 50.0)
