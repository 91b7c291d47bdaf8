"""Differences between texts, line by line."""

from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.difference import CONTEXT, Change, Line, difference, lines_of

ADDED, REMOVED, SAME = Change.ADDED, Change.REMOVED, Change.SAME
texts = st.lists(st.sampled_from("abcd"), max_size=12)


def test_lines_are_what_a_person_reads():
    rich = "<h2>Scope</h2><p>All  <b>services</b> &amp; sites.<br>None left out.</p><ul><li>One</li><li>Two</li></ul>"
    assert lines_of(rich) == ["Scope", "All services & sites.", "None left out.", "One", "Two"]


def test_cells_pictures_and_what_nobody_sees():
    rich = '<table><tr><td>A</td><td>B</td></tr></table><img alt="Plan"><script>bad()</script><style>p{}</style>'
    assert lines_of(rich) == ["A B", "[Plan]"]


def test_nothing_and_plain_text():
    assert lines_of("") == lines_of("<p> &nbsp; </p>") == []
    assert lines_of("a\nb <i>c") == ["a", "b c"]
    # What was escaped is text; whoever shows it escapes it again.
    assert lines_of("<p>&lt;script&gt;</p>") == ["<script>"]


def test_difference_in_context():
    before = ["1", "2", "3", "4", "old", "6", "7", "8", "9"]
    after = ["1", "2", "3", "4", "new", "6", "7", "8", "9"]
    assert difference(before, after) == [
        Line(SAME, "3"),
        Line(SAME, "4"),
        Line(REMOVED, "old"),
        Line(ADDED, "new"),
        Line(SAME, "6"),
        Line(SAME, "7"),
    ]


@given(texts)
def test_equal_texts_do_not_differ(text):
    assert difference(text, text) == []


@given(texts, texts)
def test_exactly_what_differs_is_told(before, after):
    """Both texts have the lines told as theirs, in order, and swapping them swaps what was added and removed."""
    told = difference(before, after)
    assert bool(told) == (before != after)
    assert _is_part([line.text for line in told if line.change is not ADDED], before)
    assert _is_part([line.text for line in told if line.change is not REMOVED], after)
    removed = sum(line.change is REMOVED for line in told)
    added = sum(line.change is ADDED for line in told)
    assert len(before) - removed == len(after) - added


@given(st.text())
def test_whatever_is_written_has_lines(text):
    assert all(line == " ".join(line.split()) and line for line in lines_of(text))


def test_context_is_bounded():
    before = [str(number) for number in range(100)]
    told = difference(before, [*before, "end"])
    assert len(told) == CONTEXT + 1


def _is_part(lines: list[str], text: list[str]) -> bool:
    rest = iter(text)
    return all(line in rest for line in lines)
