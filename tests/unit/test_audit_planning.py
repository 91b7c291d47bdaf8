"""When what is audited in a cycle, and the proof that nothing is left out (4.5.4.2)."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from sms_iso20000.rules.audit_coverage import Placed, Standing, by_quarter, coverage, holes
from sms_iso20000.rules.audit_planning import (
    Cell,
    Importance,
    Kind,
    Need,
    Slot,
    Why,
    group_of,
    interval_of,
    is_falling,
    parts_of,
    propose,
)
from sms_iso20000.rules.audit_programme import Cycle
from sms_iso20000.rules.schedule import month_of

START = date(2026, 1, 1)
THREE_YEARS = Cycle(START, date(2028, 12, 31))
WEIGHTY, NOTABLE = Why("risks_above_criterion", {"count": 1}), Why("changed_often", {"count": 12})


def need(subject="P1", group="8", reasons=(), last=None, together="") -> Need:
    return Need(Cell(Kind.PROCESS.value, subject, group), together or subject, tuple(reasons), last)


def slots_after(proposal, kept=()) -> list[Slot]:
    placed = [*proposal.new, *proposal.shifted, *proposal.kept]
    return [
        *kept,
        *(Slot(row.name or f"new {number}", row.need.cell, row.month) for number, row in enumerate(placed)),
    ]


def placed(slots, status="Planned") -> list[Placed]:
    return [Placed(slot.name, slot.cell, slot.month, status) for slot in slots]


# -- groups, intervals, trend ----------------------------------------------------------------------------------------


def test_clause_group_of_a_clause():
    clauses = ("4.5.4.2 .3", "4.1.1 a", "6.1", "9", "", "10.2")
    assert [group_of(clause) for clause in clauses] == ["4.5", "4.1", "6", "9", "", "10"]


def test_the_weightier_the_oftener():
    assert interval_of(need(), 36) == 36
    assert interval_of(need(reasons=[NOTABLE]), 36) == 18
    assert interval_of(need(reasons=[WEIGHTY]), 36) == 12
    assert interval_of(need(reasons=[NOTABLE, NOTABLE]), 36) == 12
    assert interval_of(need(reasons=[WEIGHTY]), 6) == 6
    assert need(reasons=[Why("never_audited")]).importance is Importance.LOW


def test_parts_are_equal_and_none_is_too_long():
    assert parts_of(36, 12) == [range(0, 12), range(12, 24), range(24, 36)]
    assert parts_of(30, 12) == [range(0, 10), range(10, 20), range(20, 30)]
    assert parts_of(5, 5) == [range(0, 5)]


def test_what_falls():
    assert is_falling([95, 93, 90])
    assert is_falling([80, 99, 96, 95, 94, 91, 90])
    assert not is_falling([95, 90])
    assert not is_falling([95, 94, 93])
    assert not is_falling([90, 99, 95, 94, 96, 93, 95])
    assert not is_falling([90, 93, 95])
    assert not is_falling([])


# -- proposing -------------------------------------------------------------------------------------------------------


def test_first_plan():
    important, other = need("P1", reasons=[WEIGHTY]), need("P2")
    proposal = propose(THREE_YEARS, [other, important], [], START)
    assert [(row.need, row.month) for row in proposal.new] == [
        (important, 0),
        (important, 12),
        (important, 24),
        (other, 1),
    ]


def test_one_occasion_for_what_belongs_together():
    party = Need(Cell(Kind.ARRANGEMENT.value, "A1", "4.2"), "P1")
    proposal = propose(THREE_YEARS, [need("P0"), need("P1"), party], [], START)
    months = {row.need.cell.subject: row.month for row in proposal.new}
    assert months["A1"] == months["P1"] != months["P0"]


def test_due_again_after_the_last_audit():
    soon = need("P2", last=date(2023, 3, 10))
    proposal = propose(THREE_YEARS, [need("P1", reasons=[WEIGHTY]), soon], [], START)
    assert next(row.month for row in proposal.new if row.need is soon) <= 2
    long_ago = need("P2", last=date(2020, 3, 10))
    assert propose(THREE_YEARS, [long_ago], [], date(2026, 5, 4)).new[0].month == 4


def test_each_slot_knows_when_it_is_due_and_whether_more_is_audited_then():
    party = Need(Cell(Kind.ARRANGEMENT.value, "A1", "4.2"), "P1")
    rows = propose(THREE_YEARS, [need("P0", reasons=[NOTABLE]), need("P1"), party], [], START).new
    due = {(row.need.cell.subject, row.month): (row.first, row.last, row.is_joint) for row in rows}
    assert all(first <= month <= last for (_subject, month), (first, last, _joint) in due.items())
    assert {subject: joint for (subject, _month), (*_between, joint) in due.items()} == {
        **{"P0": False, "P1": True, "A1": True},
    }
    assert sorted(part[:2] for (subject, _month), part in due.items() if subject == "P0") == [(0, 17), (18, 35)]
    soon = propose(THREE_YEARS, [need(last=date(2023, 3, 10))], [], START).new[0]
    assert (soon.first, soon.last) == (0, 2)
    late = propose(THREE_YEARS, [need(last=date(2020, 3, 10))], [], date(2026, 5, 4)).new[0]
    assert (late.first, late.last) == (0, 0)


def test_what_people_placed_stays():
    cell = need().cell
    kept = Slot("S1", cell, 20, is_free=False)
    proposal = propose(THREE_YEARS, [need(reasons=[NOTABLE])], [kept, Slot("S2", cell, 30)], START)
    assert (len(proposal.new), proposal.shifted[0].name, proposal.surplus) == (0, "S2", ())
    assert proposal.shifted[0].month < 18


def test_what_is_not_due_any_more_is_surplus():
    slots = [Slot("S1", need().cell, 3), Slot("S2", need("gone").cell, 5)]
    proposal = propose(THREE_YEARS, [need()], slots, START)
    assert [slot.name for slot in proposal.surplus] == ["S2"]
    assert [row.name for row in proposal.kept] == ["S1"]


def test_nothing_is_planned_for_the_past():
    proposal = propose(THREE_YEARS, [need(reasons=[WEIGHTY])], [], date(2027, 3, 9))
    assert [row.month for row in proposal.new] == [14, 24]


subjects = some.sampled_from(["P1", "P2", "P3", "P4"])
needs = some.lists(
    some.builds(
        need,
        subjects,
        some.sampled_from(["4.1", "4.5", "8"]),
        some.lists(some.sampled_from([WEIGHTY, NOTABLE]), max_size=2),
        some.none() | some.dates(date(2022, 1, 1), date(2025, 12, 31)),
    ),
    max_size=12,
    unique_by=lambda row: row.cell,
)
cycles = some.builds(
    lambda first, months: Cycle(
        Cycle(START, START).month(first), month_of(Cycle(START, START).month(first + months))[1]
    ),
    some.integers(0, 11),
    some.integers(0, 59),
)


@given(cycles, needs, some.data())
def test_everything_is_covered_and_nothing_changes_without_a_cause(cycle, wanted, data):
    kept = [
        Slot(f"K{number}", row.cell, data.draw(some.integers(0, cycle.months - 1)), is_free=False)
        for number, row in enumerate(wanted[::3])
    ]
    proposal = propose(cycle, wanted, kept, cycle.start)
    again = propose(cycle, list(reversed(wanted)), list(reversed(kept)), cycle.start)
    assert proposal == again
    slots = slots_after(proposal, kept)
    assert not holes(coverage(cycle, wanted, placed(slots), cycle.start))
    assert all(0 <= slot.month < cycle.months for slot in slots)
    second = propose(cycle, wanted, slots, cycle.start)
    assert (second.new, second.shifted, second.surplus) == ((), (), ())


# -- coverage --------------------------------------------------------------------------------------------------------


def test_the_best_slot_covers_a_part():
    row, today = need(reasons=[WEIGHTY]), date(2026, 6, 1)
    slots = [
        Placed("late", row.cell, 3, "Planned"),
        Placed("done", row.cell, 1, "Done"),
        Placed("on", row.cell, 13, "Assigned"),
        Placed("out", row.cell, 30, "Dropped"),
    ]
    parts = coverage(THREE_YEARS, [row], slots, today)
    assert [(part.standing, part.slot and part.slot.name) for part in parts] == [
        (Standing.DONE, "done"),
        (Standing.ASSIGNED, "on"),
        (Standing.HOLE, "out"),
    ]
    assert coverage(THREE_YEARS, [row], slots[:1], today)[0].standing is Standing.OVERDUE


def test_time_that_is_over_asks_for_nothing_that_nobody_planned():
    row, today = need(reasons=[WEIGHTY]), date(2027, 6, 1)
    assert [part.first for part in coverage(THREE_YEARS, [row], [], today)] == [12, 24]
    dropped = Placed("out", row.cell, 2, "Dropped")
    assert coverage(THREE_YEARS, [row], [dropped], today)[0].standing is Standing.HOLE


def test_never_audited_in_a_cycle_that_is_over_is_a_hole():
    (part,) = coverage(THREE_YEARS, [need()], [], date(2030, 1, 1))
    assert (part.standing, part.first, part.last) == (Standing.HOLE, 0, 35)


def test_picture_by_quarter():
    row = need(reasons=[WEIGHTY])
    slots = [Placed("S1", row.cell, 4, "Planned")]
    covered = coverage(THREE_YEARS, [row], slots, START)
    (quarters,) = by_quarter(THREE_YEARS, covered, slots, START).values()
    found = {number: quarter.worst for number, quarter in enumerate(quarters) if quarter.worst}
    assert found == {1: Standing.PLANNED, 7: Standing.HOLE, 11: Standing.HOLE}


def test_moving_out_of_its_part_leaves_a_hole():
    row = need(reasons=[WEIGHTY])
    slots = slots_after(propose(THREE_YEARS, [row], [], START))
    moved = [replace(slots[0], month=14), *slots[1:]]
    (hole,) = holes(coverage(THREE_YEARS, [row], placed(moved), START))
    assert (hole.first, hole.last) == (0, 11)
