"""Which documents are needed, and what is there."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.completeness import (
    REQUIREMENTS_WITH_PROCEDURE,
    Paper,
    Place,
    completeness,
    is_at_or_below,
    requirement_named,
)
from sms_iso20000.rules.document import KINDS_OF, LETTER_OF
from sms_iso20000.rules.verdict import Status

TODAY = date(2026, 11, 22)
SYSTEM = ("ITSM System", "S")
CHANGE = Place(("ITSM Process", "P-92"), "9.2 Change management", "9.2")
REPORTING = Place(("ITSM Process", "P-62"), "6.2 Service reporting", "6.2")


def paper(kind: str, *uses, name: str = "D", in_force: bool = True, **values) -> Paper:
    return Paper(("ITSM Document", name), kind, in_force, uses=frozenset(uses), **values)


def held(letter: str, *papers: Paper, processes=(CHANGE, REPORTING)):
    return completeness(papers, processes, TODAY, SYSTEM)[letter]


@pytest.mark.parametrize(
    ("name", "requirement", "answers"),
    [
        ("2011 4.3.2", "2011 4.3.2", True),
        ("2011 4.3.2 .1", "2011 4.3.2", True),
        ("2011 4.3.2 a", "2011 4.3.2", True),
        ("2011 4.3", "2011 4.3.2", False),
        ("2011 4.3.20", "2011 4.3.2", False),
        ("2018 4.3.2", "2011 4.3.2", False),
        ("2011 4.5.4.2 .1", "2011 4.5.4", True),
        ("", "2011 4.3.2", False),
    ],
)
def test_at_or_below(name, requirement, answers):
    assert is_at_or_below(name, requirement) is answers


def test_every_letter_is_answered():
    assert list(completeness([], [CHANGE], TODAY, SYSTEM)) == list(KINDS_OF)


def test_only_some_processes_need_a_policy_or_plan():
    found = held("c", paper("Process Policy or Plan", CHANGE.record))
    assert [need.place for need in found.needs] == [CHANGE]
    assert found.verdict.status is Status.MET
    assert held("c", processes=[REPORTING]).verdict.status is Status.NOT_EVALUABLE


def test_every_process_needs_a_description():
    found = held("f", paper("Process Description", CHANGE.record))
    assert [need.place for need in found.lacking] == [REPORTING]
    assert found.verdict.records == (REPORTING.record,)


def test_one_document_may_be_used_at_every_process():
    found = held("f", paper("Process Description", ("ITSM Process", "")))
    assert (found.verdict.status, found.lacking) == (Status.MET, ())


def test_a_whole_catalogue_as_point_of_use_answers_no_requirement():
    assert len(held("g", paper("Procedure", ("ITSM Requirement", ""))).lacking) == len(REQUIREMENTS_WITH_PROCEDURE) + 2


def test_what_is_in_preparation_is_named_and_does_not_count():
    draft = paper("Plan", in_force=False)
    found = held("b", draft)
    assert (found.verdict.status, found.verdict.records) == (Status.NOT_MET, (draft.record,))
    assert found.needs[0].waiting == (draft,)


def test_a_review_due_today_is_not_overdue():
    assert held("b", paper("Plan", review_due=TODAY)).verdict.status is Status.MET
    late = paper("Plan", review_due=date(2026, 11, 21))
    assert (held("b", late).verdict.status, held("b", late).overdue) == (Status.STALE, (late,))


def test_what_is_missing_outweighs_what_is_overdue():
    late = paper("Process Description", CHANGE.record, review_due=date(2026, 1, 1))
    assert held("f", late).verdict.status is Status.NOT_MET


def test_other_documents_do_not_stand_for_external_ones():
    assert held("h", paper("Other Document")).verdict.status is Status.NOT_EVALUABLE
    assert held("h", paper("External Document", identified=False)).verdict.status is Status.NOT_MET


papers = st.lists(
    st.builds(
        Paper,
        st.tuples(st.just("ITSM Document"), st.text("xyz", min_size=1, max_size=3)),
        st.sampled_from(list(LETTER_OF)),
        st.booleans(),
        st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.frozensets(
            st.sampled_from(
                [
                    CHANGE.record,
                    REPORTING.record,
                    *(("ITSM Requirement", requirement_named(c)) for c in ("4.3.2", "4.3.3")),
                ]
            )
        ),
        st.booleans(),
    ),
    max_size=12,
)


@given(papers)
def test_met_means_that_nothing_is_missing_or_overdue(given_papers):
    for found in completeness(given_papers, [CHANGE, REPORTING], TODAY, SYSTEM).values():
        if found.verdict.status is Status.MET:
            assert not found.lacking
            assert not found.overdue
        if found.lacking:
            assert found.verdict.status in (Status.NOT_MET, Status.NOT_EVALUABLE)


@given(papers)
def test_one_more_paper_in_force_never_makes_more_lacking(given_papers):
    more = [*given_papers, paper("Plan", name="more")]
    before, after = (completeness(those, [CHANGE], TODAY, SYSTEM) for those in (given_papers, more))
    assert all(len(after[letter].lacking) <= len(before[letter].lacking) for letter in KINDS_OF)
