"""Who may be appointed by whom, and that no office is ever held twice (4.1.4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sms_iso20000.rules.appointment import (
    DUTIES,
    Appointment,
    Kind,
    Stage,
    Surroundings,
    clashes,
    has_begun,
    holds_on,
    unmet_for_accepting,
    unmet_for_answering,
    unmet_for_appointing,
    unmet_for_ending,
)

TODAY = date(2026, 6, 15)
DUTIES_ALL = frozenset(DUTIES.values())
ABOUT = Surroundings(today=TODAY, top_management={"top", "top two"}, representatives={"rep"})
OFFICE = Appointment(
    name="A",
    kind=Kind.REPRESENTATIVE.value,
    appointee="tom",
    starts_on=TODAY,
    authority="Stops what breaks a promise.",
    duties=DUTIES_ALL,
)
OWNER = replace(OFFICE, kind=Kind.PROCESS_OWNER.value, related_process="P", duties=frozenset())


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def held(name="B", appointee="eva", start=0, end=None, **values) -> Appointment:
    end = None if end is None else day(end)
    return replace(
        OFFICE,
        **{"name": name, "appointee": appointee, "starts_on": day(start), "ends_on": end, "status": "Accepted"}
        | values,
    )


def test_top_management_appoints():
    assert unmet_for_appointing(OFFICE, "top", ABOUT) == []


@pytest.mark.parametrize(
    ("appointment", "actor", "expected"),
    [
        (OFFICE, "rep", ["appointer_not_top_management"]),
        (OFFICE, "anybody", ["appointer_not_top_management"]),
        (OWNER, "rep", []),
        (OWNER, "top", []),
        (OWNER, "anybody", ["appointer_not_entitled"]),
        (replace(OFFICE, appointee="top"), "top", ["self_appointment"]),
        (replace(OFFICE, appointee="top two"), "top", []),
        (replace(OWNER, appointee="rep"), "rep", ["self_appointment"]),
        (replace(OFFICE, authority="  "), "top", ["authority_missing"]),
        (replace(OWNER, authority=""), "top", ["authority_missing"]),
        (replace(OFFICE, duties=frozenset()), "top", ["duties_missing"]),
        (replace(OFFICE, kind=Kind.DEPUTY.value, duties=frozenset()), "top", []),
        (replace(OFFICE, starts_on=day(-9), ends_on=day(-1)), "top", ["period_is_over"]),
        (replace(OFFICE, ends_on=TODAY), "top", []),
    ],
)
def test_what_stands_against_appointing(appointment, actor, expected):
    assert codes(unmet_for_appointing(appointment, actor, ABOUT)) == expected


def test_missing_duties_are_named():
    (reason,) = unmet_for_appointing(replace(OFFICE, duties=frozenset("ace")), "top", ABOUT)
    assert reason.values == {"letters": "b, d"}


def test_the_appointee_must_be_able_to_answer():
    assert codes(unmet_for_appointing(OFFICE, "top", replace(ABOUT, appointee_enabled=False))) == ["appointee_disabled"]
    unable = replace(ABOUT, appointee_may_read=False)
    assert codes(unmet_for_appointing(OFFICE, "top", unable)) == ["appointee_cannot_answer"]


def test_all_reasons_at_once():
    worst = replace(OFFICE, appointee="rep", authority="", duties=frozenset())
    assert codes(unmet_for_appointing(worst, "rep", replace(ABOUT, others=[held()]))) == [
        "appointer_not_top_management",
        "self_appointment",
        "authority_missing",
        "duties_missing",
        "appointment_overlaps",
    ]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (held(), ["appointment_overlaps"]),
        (held(status="Appointed"), ["appointment_overlaps"]),
        (held(start=-30, end=0), ["appointment_overlaps"]),
        (held(start=-30, end=-1), []),
        (held(start=40), ["appointment_overlaps"]),
        (held(status="Draft"), []),
        (held(status="Declined"), []),
        (held(start=-30, status="Ended", ended_on=day(5)), ["appointment_overlaps"]),
        (held(start=-30, status="Ended", ended_on=day(-1)), []),
        (held(start=-30, status="Ended", ended_on=None), []),
        (held(kind="Deputy"), []),
        (held(kind="Deputy", appointee="tom"), ["deputy_is_representative"]),
        (held(kind="Deputy", appointee="tom", start=-9, end=-1), []),
        (held(kind="Process Owner", appointee="tom"), []),
        (held(name="A"), []),
    ],
)
def test_beside_others(other, expected):
    assert codes(clashes(OFFICE, [other])) == expected
    # Which of the two is the newer makes no difference, once both speak for their period.
    if other.status in ("Appointed", "Accepted") and other.name != "A":
        assert codes(clashes(other, [replace(OFFICE, status="Accepted")])) == expected


def test_backdating_over_an_earlier_one_is_found():
    ended = held(start=-100, status="Ended", ends_on=None, ended_on=day(-50))
    backdated = replace(OFFICE, starts_on=day(-60))
    assert codes(clashes(backdated, [ended])) == ["appointment_overlaps"]
    assert clashes(replace(OFFICE, starts_on=day(-49)), [ended]) == []


def test_several_deputies_but_nobody_twice():
    deputy = replace(OFFICE, kind=Kind.DEPUTY.value)
    assert clashes(deputy, [held(kind="Deputy")]) == []
    assert codes(clashes(deputy, [held(kind="Deputy", appointee="tom")])) == ["appointment_overlaps"]


def test_one_owner_per_process():
    owner = held(kind="Process Owner", related_process="P")
    assert codes(clashes(OWNER, [owner])) == ["appointment_overlaps"]
    assert clashes(replace(OWNER, related_process="Q"), [owner]) == []


def test_only_the_appointee_answers():
    assert unmet_for_answering(OFFICE, "tom") == []
    assert codes(unmet_for_answering(OFFICE, "top")) == ["not_the_appointee"]
    assert codes(unmet_for_accepting(OFFICE, "top", replace(ABOUT, others=[held()]))) == [
        "not_the_appointee",
        "appointment_overlaps",
    ]


@pytest.mark.parametrize(
    ("actor", "last_day", "reason", "expected"),
    [
        ("top", TODAY, "Left.", []),
        ("tom", TODAY, "I resign.", []),
        ("eva", TODAY, "Why not.", ["ender_not_entitled"]),
        ("rep", TODAY, "Why not.", ["ender_not_entitled"]),
        ("top", TODAY, " ", ["reason_missing"]),
        ("top", day(1), "Later.", ["end_in_future"]),
        ("top", day(-11), "Earlier.", ["end_before_start"]),
        ("top", None, "Never held.", []),
    ],
)
def test_what_stands_against_the_end(actor, last_day, reason, expected):
    appointment = replace(OFFICE, starts_on=day(-10), status="Accepted")
    assert codes(unmet_for_ending(appointment, actor, last_day, reason, ABOUT)) == expected


def test_end_stays_within_the_period_and_the_representative_ends_process_owners():
    owner = replace(OWNER, starts_on=day(-10), ends_on=day(-5), status="Accepted")
    assert codes(unmet_for_ending(owner, "rep", TODAY, "Over.", ABOUT)) == ["end_after_period"]
    assert unmet_for_ending(owner, "rep", day(-5), "Over.", ABOUT) == []


def test_has_begun():
    assert has_begun(held(), TODAY)
    assert not has_begun(held(start=1), TODAY)
    assert not has_begun(held(status="Appointed"), TODAY)


PEOPLE = ("ann", "ben", "cid")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["appoint", "accept", "decline", "end", "night"]),
        st.sampled_from(PEOPLE),
        st.integers(-6, 3),
        st.none() | st.integers(0, 6),
        st.integers(0, 2),
    ),
    min_size=5,
    max_size=20,
)


class Office:
    """The office of representative over time; each act is taken only where the rules let it."""

    def __init__(self):
        self.records: list[Appointment] = []
        self.now = TODAY

    @property
    def about(self) -> Surroundings:
        return replace(ABOUT, today=self.now, others=self.records)

    def newest(self, *stages: str) -> Appointment | None:
        return next((record for record in reversed(self.records) if record.status in stages), None)

    def put(self, record: Appointment, **values) -> None:
        self.records[int(record.name)] = replace(record, **values)

    def appoint(self, person: str, offset: int, length: int | None) -> None:
        start = self.now + timedelta(days=offset)
        end = None if length is None else start + timedelta(days=length)
        draft = replace(OFFICE, name=str(len(self.records)), appointee=person, starts_on=start, ends_on=end)
        if not unmet_for_appointing(draft, "top", self.about):
            self.records.append(replace(draft, status=Stage.APPOINTED.value))

    def accept(self, *_given) -> None:
        asked = self.newest("Appointed")
        if asked and not unmet_for_accepting(asked, asked.appointee, self.about):
            self.put(asked, status="Accepted")

    def decline(self, *_given) -> None:
        if asked := self.newest("Appointed"):
            self.put(asked, status="Declined")

    def end(self, _person: str, offset: int, _length: int | None) -> None:
        if not (record := self.newest("Appointed", "Accepted")):
            return
        last = self.now + timedelta(days=offset) if has_begun(record, self.now) else None
        if not unmet_for_ending(record, "top", last, "Because.", self.about):
            self.put(record, status="Ended", ended_on=last)

    def night(self, *_given) -> None:
        for record in [*self.records]:
            if record.status in ("Appointed", "Accepted") and record.ends_on and record.ends_on < self.now:
                self.put(record, status="Ended", ended_on=record.ends_on if record.status == "Accepted" else None)


@settings(max_examples=500)
@given(STEPS)
def test_nobody_shares_the_office_of_representative_on_any_day(steps):
    """No sequence of acts gives two representatives on one day, looking back or ahead."""
    office = Office()
    for act, *given_values, days in steps:
        office.now += timedelta(days=days)
        getattr(office, act)(*given_values)
    first = TODAY - timedelta(days=20)
    for number in range((office.now - first).days + 20):
        on = first + timedelta(days=number)
        assert sum(holds_on(record, on) for record in office.records) <= 1
