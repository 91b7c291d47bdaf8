"""What a management review is told: kept as text, compared with the last review and with an earlier compilation."""

from dataclasses import replace

import pytest

from sms_iso20000.rules.review_input import (
    INPUTS,
    Change,
    Curve,
    Figure,
    Section,
    Table,
    as_text,
    changes_between,
    from_text,
    inputs_for,
    with_trend,
)
from sms_iso20000.rules.verdict import Reason

WHOLE = Section(
    "customer_feedback",
    (
        Figure("rated", 4, higher_is_better=None),
        Figure("average", 3.5, "stars", "Desk “北京” <b>", before=3.0, higher_is_better=True),
    ),
    (Table("lowest", (("ticket", "record"), ("stars", "number")), ((("Issue", "ISS-1", "No line"), 1.0),), 7),),
    (Curve("by_month", ("2026-09", "2026-10"), (None, 3.5), "stars", "Desk"),),
    (Reason("as_of", {"day": "2026-10-31"}),),
    (Reason("missing", {"number": 3}),),
)


def plain(section: Section) -> dict:
    """Lists and tuples alike; a reason with its values."""
    return {
        "figures": list(section.figures),
        "tables": [(row.code, list(row.columns), [list(map(as_list, row.rows))], row.total) for row in section.tables],
        "curves": [(row.code, list(row.months), list(row.values), row.unit, row.name) for row in section.curves],
        "reasons": [(row.code, row.values) for row in (*section.notes, *section.gaps)],
    }


def as_list(row) -> list:
    return [list(cell) if isinstance(cell, list | tuple) else cell for cell in row]


def test_what_is_kept_is_what_was_compiled():
    kept = from_text(as_text(WHOLE))
    assert kept.topic == WHOLE.topic
    assert plain(kept) == plain(WHOLE)
    # Stored twice it is the same text, as a seal needs it.
    assert as_text(kept) == as_text(WHOLE)


def test_letters_are_kept_as_they_are():
    assert "北京" in as_text(WHOLE)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (Section("risks"), False),
        (Section("risks", notes=[Reason("a")], gaps=[Reason("b")]), False),
        (Section("risks", [Figure("open", 0)]), True),
        (Section("risks", tables=[Table("list", (), (), 0)]), True),
        (Section("risks", curves=[Curve("by_month", (), ())]), True),
    ],
)
def test_a_zero_is_data_and_a_gap_is_none(section, expected):
    assert section.has_data is expected


def test_a_figure_stands_beside_what_the_last_review_was_told():
    last = Section("risks", [Figure("open", 5), Figure("share", 10, "percent", "A"), Figure("gone", 1)])
    now = Section("risks", [Figure("open", 3), Figure("share", 12, "percent", "A"), Figure("share", 9, "percent", "B")])
    assert [row.before for row in with_trend(now, last).figures] == [5, 10, None]


def test_without_a_last_review_there_is_no_trend():
    """Whatever an earlier compilation found."""
    now = Section("risks", [Figure("open", 3, before=9)])
    assert [row.before for row in with_trend(now, None).figures] == [None]


def test_what_compiling_anew_changed():
    before = replace(WHOLE, figures=(*WHOLE.figures, Figure("gone", 2, "days")))
    after = replace(
        WHOLE,
        figures=(WHOLE.figures[0], replace(WHOLE.figures[1], value=4.0), Figure("new", 0, "percent")),
        tables=(replace(WHOLE.tables[0], total=8),),
    )
    assert changes_between(before, after) == [
        Change("average", WHOLE.figures[1].name, "stars", 3.5, 4.0),
        Change("new", "", "percent", None, 0),
        Change("lowest", "", "", 7.0, 8.0),
        Change("gone", "", "days", 2, None),
    ]


def test_nothing_changed():
    assert changes_between(WHOLE, from_text(as_text(WHOLE))) == []
    # What the last review was told is no change of what was found.
    assert changes_between(WHOLE, with_trend(WHOLE, None)) == []


@pytest.mark.parametrize("editions", [[], ["2011"], ["2005"]])
def test_the_inputs_of_2011_are_always_looked_at(editions):
    assert inputs_for(editions) == INPUTS["2011"]
    assert [clause[-1] for clause in INPUTS["2011"].values()] == list("abcdefghij")


def test_an_edition_that_is_held_adds_its_own():
    assert list(inputs_for(["2018"])) == [*INPUTS["2011"], *INPUTS["2018"]]
