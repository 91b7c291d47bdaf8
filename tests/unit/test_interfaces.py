"""Interfaces between processes: both sides say the same."""

from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.interfaces import (
    GIVES_TO,
    RECEIVES_FROM,
    Interface,
    Process,
    adjustments,
    unmet_interfaces,
)

NAMES = st.sampled_from(["B", "C", "D"])
LINES = st.lists(
    st.builds(Interface, st.sampled_from([GIVES_TO, RECEIVES_FROM]), NAMES, st.sampled_from(["x", "y", "z"])),
    unique=True,
)
OTHERS = {"B": Process("Port", "Change management"), "X": Process("Airport", "Theirs"), "A": Process("Port", "Itself")}


def applied(listed: dict, changes: dict) -> dict:
    """What the other processes list once they followed."""
    after = {name: list(lines) for name, lines in listed.items()}
    for name, change in changes.items():
        lines = [line for line in after.get(name, []) if line not in change.dropped]
        after[name] = [*lines, *change.added]
    return after


@given(st.sampled_from([GIVES_TO, RECEIVES_FROM]), NAMES, st.text(max_size=5))
def test_seen_from_both_sides_it_is_the_same(direction, other, subject):
    line = Interface(direction, other, subject)
    seen = line.seen_from_other("A")
    assert seen.direction != direction and seen.other == "A" and seen.subject == subject
    assert seen.seen_from_other(other) == line


@given(LINES, LINES)
def test_after_the_adjustment_each_side_mirrors_the_other(mine, before):
    """Whatever the other sides listed before."""
    listed: dict = {}
    for line in before:
        listed.setdefault(line.other, []).append(line.seen_from_other("A"))
    after = applied(listed, adjustments("A", mine, listed))
    assert {line.seen_from_other("A") for line in mine} == {line for lines in after.values() for line in lines}
    assert all(line.other == "A" for lines in after.values() for line in lines)
    assert adjustments("A", mine, after) == {}


@given(LINES)
def test_who_agrees_is_left_alone(mine):
    listed: dict = {}
    for line in mine:
        listed.setdefault(line.other, []).append(line.seen_from_other("A"))
    assert adjustments("A", mine, listed) == {}


def test_all_reasons_at_once():
    lines = [
        Interface(GIVES_TO, "A", "x"),
        Interface(GIVES_TO, "X", "x"),
        Interface(GIVES_TO, "B", "x"),
        Interface(GIVES_TO, "B", "x"),
    ]
    unmet = unmet_interfaces("A", "Port", lines, OTHERS)
    assert [reason.code for reason in unmet] == ["interface_to_itself", "other_system", "interface_twice"]


def test_both_directions_and_several_subjects_are_fine():
    lines = [Interface(GIVES_TO, "B", "x"), Interface(RECEIVES_FROM, "B", "x"), Interface(GIVES_TO, "B", "y")]
    assert unmet_interfaces("A", "Port", lines, OTHERS) == []
