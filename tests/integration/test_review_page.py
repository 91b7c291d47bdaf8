"""Inputs of a management review as people read them, on the form and in print."""

import frappe
import pytest
from frappe.utils import add_days, formatdate, today

from sms_iso20000.compat import print_of
from sms_iso20000.governance.review_page import changes_html, section_html
from sms_iso20000.governance.review_words import all_words, topic_title
from sms_iso20000.rules.review_input import INPUTS, Change, Curve, Figure, Section, Table
from sms_iso20000.rules.verdict import Reason
from tests.integration import stage
from tests.integration.made.everything import make_one_of_each
from tests.integration.made.management_reviews import compile_as_of, make_management_review
from tests.integration.made.services import make_obligation
from tests.integration.stage import MANAGER, acting_as

EVIL = '<img src=x onerror="alert(1)">'


def html_of(*figures, **parts) -> str:
    return section_html(Section("performance", figures, **parts))


def test_a_figure_has_its_unit_and_its_trend_in_words():
    html = html_of(Figure("feedback_average", 4.2, "stars", before=3.9, higher_is_better=True))
    assert "Average rating" in html and "4.2 of 5 stars" in html
    assert '<td class="text-success">▲ +0.3, better</td>' in html


@pytest.mark.parametrize(
    ("value", "before", "higher_is_better", "expected"),
    [
        (3, 5, True, '"text-danger">▼ -2, worse<'),
        (3, 5, False, '"text-success">▼ -2, better<'),
        (5, 3, False, '"text-danger">▲ +2, worse<'),
        (5, 3, None, '"text-muted">▲ +2<'),
        (5, 5, True, '"text-muted">unchanged<'),
        (5, 5.001, True, '"text-muted">unchanged<'),
    ],
)
def test_what_a_trend_means(value, before, higher_is_better, expected):
    assert expected in html_of(Figure("performance_met", value, "", "", before, higher_is_better))


def test_without_a_last_review_there_is_no_column_for_it():
    assert "Since the Last Review" not in html_of(Figure("performance_met", 3))
    html = html_of(Figure("performance_met", 3), Figure("performance_stale", 1, before=1))
    assert "Since the Last Review" in html and "not told then" in html


def test_what_is_still_none_takes_one_line():
    html = html_of(
        Figure("performance_met", 0),
        Figure("performance_stale", 0, before=0),
        Figure("performance_not_met", 0, before=2, higher_is_better=False),
        Figure("performance_readiness", 0, "percent"),
    )
    assert "None: Requirements met; Requirements with evidence that is too old" in html
    assert html.count("<td>") == 2 and "-2, better" in html and "0 %" in html


def test_a_curve_begins_with_what_was_measured():
    html = html_of(curves=[Curve("performance_share", ["2026-08", "2026-09", "2026-10"], [None, 90, 80], "percent")])
    assert "2026-08" not in html and "2026-09" in html


def test_numbers_are_short():
    html = html_of(
        Figure("performance_closed", 12345.0, name="Desk"), Figure("performance_readiness", 33.333, "percent")
    )
    assert "12,345<" in html and "33.33 %" in html and "Tickets closed: Desk" in html


def test_a_unit_that_people_wrote():
    assert "3 persons" in html_of(Figure("resources_short", 3, "persons"))


def test_a_table_leads_to_records_and_translates_choices():
    columns = (
        ("objective", "record"),
        ("objective_progress", "choice"),
        ("objective_due_on", "date"),
        ("policies_share", "percent"),
        ("objective_latest", "text"),
    )
    rows = [(("ITSM Objective", "OBJ-1", "Fast"), "At Risk", "2026-03-31", 12.5, None)]
    table = Table("objectives_list", columns, rows, 3)
    html = html_of(tables=[table])
    assert 'itsm-objective/OBJ-1">Fast</a>' in html and "<td>At Risk</td>" in html
    assert f"<td>{formatdate('2026-03-31')}</td>" in html and "<td>12.5 %</td>" in html
    assert "and 2 more" in html and "table-responsive" in html
    frappe.local.lang = "zh"
    html = html_of(tables=[table])
    assert "<td>有风险</td>" in html and "另有 2 条" in html


def test_everything_from_records_is_escaped():
    columns = tuple((code, shape) for code, shape in (("a", "record"), ("b", "text"), ("c", "choice"), ("d", "odd")))
    html = html_of(
        Figure(EVIL, 1, EVIL, EVIL, 2),
        tables=[Table(EVIL, columns, [((EVIL, EVIL, EVIL), EVIL, EVIL, EVIL)], 1)],
        curves=[Curve(EVIL, (EVIL,), (1,), EVIL, EVIL)],
        notes=[Reason(EVIL), Reason("feedback_source_broken", {"source": EVIL})],
        gaps=[Reason("feedback_source_broken", {"source": EVIL})],
    )
    html += changes_html(today(), [Change(EVIL, EVIL, EVIL, 1, 2)])
    assert "<img" not in html and 'onerror="' not in html
    assert html.count("&lt;img") > 10


def test_a_curve_is_drawn_and_can_be_read_without_seeing_it():
    html = html_of(
        curves=[Curve("performance_by_month", ("2026-08", "2026-09", "2026-10"), (90, None, 80), "percent", "Desk")]
    )
    assert 'role="img" aria-label="Tickets in target by month: Desk"' in html
    assert "<title>2026-08: 90 %</title>" in html and "<title>2026-10: 80 %</title>" in html
    assert html.count("<circle") == 2 and html.count("<polyline") == 2
    assert ">2026-09</text>" in html
    # The print program of the host knows no properties of its own in styles.
    assert "var(--" not in html


def test_gaps_stand_first_and_say_why():
    html = html_of(gaps=[Reason("performance_no_run", {"until": "2026-03-31"})])
    assert "No data, because:" in html
    assert f"the system was not evaluated by {formatdate('2026-03-31')}." in html
    beside = html_of(Figure("performance_met", 3), gaps=[Reason("performance_no_run", {"until": "2026-03-31"})])
    assert "No data, because:" not in beside
    assert beside.index("not evaluated by") < beside.index("Requirements met")


def test_a_code_of_another_release_is_shown():
    html = html_of(Figure("of_old", 3), gaps=[Reason("why_of_old", {"x": 1})])
    assert "of_old" in html and "why_of_old" in html


def test_what_compiling_anew_changed():
    changes = [
        Change("performance_readiness", "", "percent", 40.0, 42.5),
        Change("performance_closed", "Desk", "", None, 3),
    ]
    html = changes_html("2026-03-31 10:00:00", changes)
    assert "Requirements met, of all: 40 % → 42.5 %" in html
    assert "Tickets closed: Desk: – → 3" in html
    assert "Nothing has changed" in changes_html("2026-03-31 10:00:00", [])


def test_words_are_there_in_both_languages():
    english = all_words()
    frappe.local.lang = "zh"
    chinese = all_words()
    assert english.keys() == chinese.keys()
    assert not [code for code, text in chinese.items() if text == english[code] and text != "{value} %"]
    assert all(topic_title(topic) for topics in INPUTS.values() for topic in topics)


# -- in a review -----------------------------------------------------------------------------------------------------


@pytest.fixture
def review():
    system = stage.make_system(editions=[{"edition": "2011"}, {"edition": "2018"}])
    make_one_of_each(system)
    return make_management_review(system, "Inputs Compiled")


def test_every_input_is_shown_in_the_language_of_the_reader(review):
    expected = [*INPUTS["2011"], *INPUTS["2018"]]
    with acting_as(MANAGER):
        english = frappe.get_doc(review.doctype, review.name).as_minutes()["inputs"]
        frappe.local.lang = "zh"
        chinese = frappe.get_doc(review.doctype, review.name).as_minutes()["inputs"]
    assert [row["topic"] for row in english] == expected
    shown = {row["topic"]: (row["facts"], other["facts"]) for row, other in zip(english, chinese, strict=True)}
    assert "Requirements met, of all" in shown["performance"][0]
    assert "已满足的要求占全部要求的比例" in shown["performance"][1]


def test_compiling_anew_tells_what_changed(review):
    make_obligation(frappe.get_doc("ITSM System", review.system), title="Another law")
    compile_as_of(review, today())
    with acting_as(MANAGER):
        rows = frappe.get_doc(review.doctype, review.name).as_minutes()["inputs"]
    changes = {row["topic"]: row["changes"] for row in rows}
    assert "Laws, standards and contracts that bind: 1 → 2" in changes["context"]
    assert "Nothing has changed since" in changes["objectives"]


def test_the_minutes_print_with_every_input(review):
    with acting_as(MANAGER):
        html = print_of(frappe.get_doc(review.doctype, review.name), "ITSM Management Review Minutes")
    assert "Requirements met, of all" in html and "itsm-input" in html


def test_a_cut_off_day_in_the_past_says_what_has_no_history(review):
    compile_as_of(review, add_days(today(), -10))
    with acting_as(MANAGER):
        rows = {
            row["topic"]: row["facts"] for row in frappe.get_doc(review.doctype, review.name).as_minutes()["inputs"]
        }
    assert f"told as it stood on {formatdate(today())}" in rows["capabilities"]
