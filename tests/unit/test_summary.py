"""The summary of a run fits one screen, in English and in Chinese."""

import pytest

from sms_iso20000.rules.summary import (
    COLUMNS,
    MOST_URGENT,
    Result,
    Words,
    checked_lines,
    columns,
    one_screen,
    padded,
    shortened,
    top_clause,
    urgent_gaps,
    wrapped,
)
from sms_iso20000.rules.verdict import Status

SCREEN_LINES = 50
ENGLISH = Words(
    heading="Port IT Services: conformity with ISO/IEC 20000-1:2011 as of 2026-11-22 18:09",
    figures="Readiness 5.88 % (Met of all 119 requirements), coverage 8.4 % (those with a check)",
    clause="Clause",
    statuses={status: status.value for status in Status},
    gaps="Most urgent:",
    no_gaps="Everything that is checked is met.",
    more_gaps="and {count} more",
    open_record="open {record}",
    open_record_and_others="open {record} (and {others} more)",
    titles={"4.1": "Management responsibility", "4.5": "Establishing and improving the SMS" * 5},
)
CHINESE = Words(
    heading="港口信息技术服务：截至 2026-11-22 18:09 与 ISO/IEC 20000-1:2011 的符合性",
    figures="就绪度 5.88 %，覆盖率 8.4 %",
    clause="条款",
    statuses=dict(zip(COLUMNS, ("符合", "不符合", "过期", "无法评价", "无检查"), strict=True)),
    gaps="最紧急：",
    no_gaps="凡有检查的均已符合。",
    more_gaps="另有 {count} 项",
    open_record="打开 {record}",
    open_record_and_others="打开 {record}（另有 {others} 项）",
    titles={"4.1": "管理职责", "4.5": "建立和改进服务管理体系" * 8},
)
WORDS = pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])
LONG = {"en": "Three people have not acknowledged it. " * 8, "zh": "三人尚未确认本方针现行版本。" * 12}


def results(number: int, reason: str) -> list[Result]:
    """So many gaps of every kind beside what is met and what is not looked at."""
    statuses = [Status.NOT_EVALUABLE, Status.STALE, Status.NOT_MET, Status.MET, Status.NO_CHECK]
    return [
        Result(
            f"4.{1 + 4 * (index % 2)}.{index} a",
            statuses[index % 5],
            reason,
            f"ITSM Policy ITSM-POL-{index:05}",
            index % 3,
        )
        for index in range(number)
    ]


@WORDS
@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_fits_one_screen(words, width, language):
    lines = one_screen(results(119, LONG[language]), words, width)
    assert len(lines) <= SCREEN_LINES
    assert max(columns(line) for line in lines) <= width


@WORDS
@pytest.mark.parametrize("width", [80, 100])
def test_requirements_with_a_check_fit_and_lose_nothing(words, width):
    lines = checked_lines(results(10, LONG["en"].strip()), words, width)
    assert max(columns(line) for line in lines) <= width
    assert " ".join(" ".join(lines).split()).count("Three people have not acknowledged it.") == 8 * 8
    assert not [line for line in lines if "No check" in line]


def test_the_worst_comes_first_then_the_order_of_clauses():
    gaps = urgent_gaps(results(10, "why"))
    assert [gap.status for gap in gaps] == [Status.NOT_MET] * 2 + [Status.STALE] * 2 + [Status.NOT_EVALUABLE] * 2
    assert [gap.clause for gap in gaps] == ["4.1.2 a", "4.5.7 a", "4.5.1 a", "4.1.6 a", "4.1.0 a", "4.5.5 a"]


def test_no_more_than_ten_gaps_and_the_rest_is_counted():
    lines = one_screen(results(119, "why"), ENGLISH)
    assert sum("open ITSM Policy" in line for line in lines) == MOST_URGENT
    assert lines[-1].strip() == f"and {72 - MOST_URGENT} more"


def test_gap_says_requirement_status_reason_and_record():
    lines = one_screen([Result("4.1.2 e", Status.NOT_MET, "45 of 48 people.", "ITSM Acknowledgement A-1", 2)], ENGLISH)
    assert "  4.1.2 e  Not met: 45 of 48 people." in lines
    assert "           open ITSM Acknowledgement A-1 (and 2 more)" in lines


def test_figures_by_clause():
    found = [
        Result("4.1.2 a", Status.MET, ""),
        Result("4.1.2 e", Status.NOT_MET, ""),
        Result("4.5.4.1 .4", Status.STALE, ""),
        Result("4.5.4.1 .5", Status.NO_CHECK, ""),
    ]
    rows = {line.split()[0]: line.split()[-5:] for line in one_screen(found, ENGLISH) if line.startswith("4.")}
    assert rows == {"4.1": ["1", "1", "0", "0", "0"], "4.5": ["0", "0", "1", "0", "1"]}


def test_without_a_gap_it_says_so():
    assert one_screen([Result("4.1.2 a", Status.MET, "")], ENGLISH)[-1] == ENGLISH.no_gaps
    assert one_screen([], ENGLISH)[-1] == ENGLISH.no_gaps


@pytest.mark.parametrize(
    ("clause", "top"), [("4.1.2 e", "4.1"), ("4.5.4.1 .4", "4.5"), ("4.2 a", "4.2"), ("4.4.1", "4.4"), ("4", "4")]
)
def test_top_clause(clause, top):
    assert top_clause(clause) == top


def test_chinese_characters_take_two_columns():
    assert columns("方针 a") == 6
    assert padded("方针", 6) == "方针  "
    assert shortened("方针管理", 7) == "方针管…"
    assert shortened("方针管理", 8) == "方针管理"


def test_wrapping_breaks_at_spaces_and_between_chinese_characters():
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("方针方针 policy", 6) == ["方针方", "针", "policy"]
    assert wrapped("", 10) == []
    assert wrapped("see longer.than.a.line", 8) == ["see", "longer.", "than.a.l", "ine"]
    assert "".join(wrapped(LONG["zh"], 20)) == LONG["zh"]
