"""Checks of 4.5.4.3, and those of 4.1.1 f and 4.5.4.1 on management reviews: all four answers, with the records that
decide."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.conformity import registry
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.governance.delivery import deliver_in_transaction
from sms_iso20000.rules.review_input import FIRST_EDITION, INPUTS
from sms_iso20000.rules.verdict import Status
from tests.integration.made.management_reviews import (
    bring_to,
    compile_now,
    hold,
    make_management_review,
)
from tests.integration.made.verdicts import answer, expect, put
from tests.integration.stage import MANAGER, OWNER, acting_as

MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE
INPUT, OUTPUT = "ITSM Management Review Input", "ITSM Management Review Output"
SCHEDULE, COMMITMENT, KEPT, OUTPUTS = "4.5.4.3 .1", "4.1.1 f", "4.5.4.3 .2", "4.5.4.3 .3"
METHODS, OBJECTIVES, RECORDED, TOLD = "4.5.4.1 .1", "4.5.4.1 .2", "4.5.4.1 .4", "4.5.4.1 .5"
TOPICS = {clause: topic for topic, clause in INPUTS[FIRST_EDITION].items()}
ALONE = (SCHEDULE, COMMITMENT, *TOPICS, KEPT, OUTPUTS)
# What other methods show is asked in the same requirement.
BESIDE_OTHERS = (METHODS, OBJECTIVES, RECORDED, TOLD)
# What each row of the clause, 4.1.1 f and the reviews in 4.5.4.1 say of a signed review all of whose inputs have data.
SHOWN = {
    SCHEDULE: "reviewed_on_schedule",
    COMMITMENT: "reviews_held_at_interval",
    **dict.fromkeys(TOPICS, "review_input_seen"),
    KEPT: "review_records_kept",
    OUTPUTS: "review_outputs_followed",
    METHODS: "management_reviews_held",
    OBJECTIVES: "review_objectives_written",
    RECORDED: "review_results_recorded",
    TOLD: "review_minutes_told",
}
# Clauses that say nothing good while minutes wait for their signature.
SIGNATURE_ASKED = (SCHEDULE, COMMITMENT, KEPT, METHODS, RECORDED, TOLD)


def of_reviews(system, clause: str):
    """What the check of management reviews alone says of a requirement."""
    checks = registry.CHECKS[clause]
    (found,) = [check for check in checks if clause in ALONE or "reviews" in check.function.__name__]
    return found.answer(Scope(system.name))


def says(system, clause: str) -> tuple[Status, str]:
    verdict = of_reviews(system, clause)
    return verdict.status, verdict.reasons[0].code


def named(*records) -> tuple:
    return tuple((record.doctype, record.name) for record in records)


def expect_of_reviews(system, clause: str, status: Status, code: str, *records) -> None:
    assert says(system, clause) == (status, code)
    assert of_reviews(system, clause).records == named(*records)


def following(review):
    """The review that signing `review` has planned."""
    return frappe.get_doc("ITSM Management Review", {"system": review.system, "workflow_state": "Planned"})


def age(review, months: int = 13) -> None:
    put(review, held_on=add_months(today(), -months))


def action_of(review):
    return frappe.get_doc("ITSM Action", {"reference_doctype": review.doctype, "reference_name": review.name})


@pytest.fixture
def told(system):
    """A signed review with data on every input, whose minutes reached everybody."""
    review = make_management_review(system, "Inputs Compiled")
    frappe.db.set_value(INPUT, {"parent": review.name}, "has_data", 1)
    review.reload()
    bring_to(review, "Signed")
    deliver_in_transaction(review.communication)
    return review


# -- every row -------------------------------------------------------------------------------------------------------


def test_every_row_of_the_clause_is_among_them():
    assert set(ALONE) - {COMMITMENT} == {clause for clause in registry.CHECKS if clause.startswith("4.5.4.3 ")}
    assert len(ALONE) == 14


@pytest.mark.parametrize("clause", [*ALONE, *BESIDE_OTHERS])
def test_each_answer_before_the_first_review(clause, system):
    expect_of_reviews(system, clause, NOT_EVALUABLE, "no_management_review", system)
    review = make_management_review(system, planned_on=add_days(today(), 30))
    expect_of_reviews(system, clause, NOT_EVALUABLE, "first_management_review_to_come", review)


@pytest.mark.parametrize(("clause", "code"), SHOWN.items())
def test_met_by_the_review(clause, code, told, system):
    assert says(system, clause) == (MET, code)
    verdict = of_reviews(system, clause)
    assert named(told)[0] in verdict.records
    assert verdict.evidence_date == getdate(today())


@pytest.mark.parametrize("clause", [clause for clause in SHOWN if clause != KEPT])
def test_too_long_ago(clause, told, system):
    put(following(told), planned_on=add_days(today(), 20))
    age(told)
    expect_of_reviews(system, clause, STALE, "management_review_too_old", told)
    put(told, held_on=add_months(today(), -12))
    assert says(system, clause) == (MET, SHOWN[clause]), "the interval is over tomorrow"


@pytest.mark.parametrize("clause", SIGNATURE_ASKED)
def test_minutes_that_nobody_signs(clause, told, system):
    waiting = following(told)
    compile_now(waiting)
    hold(waiting)
    put(waiting, held_on=add_days(today(), -14))
    assert says(system, clause)[0] is MET
    put(waiting, held_on=add_days(today(), -15))
    expect_of_reviews(system, clause, NOT_MET, "review_not_signed", waiting)


# -- on schedule: 4.5.4.3 .1, 4.1.1 f and 4.5.4.1 .1 -----------------------------------------------------------------

ON_SCHEDULE = pytest.mark.parametrize("clause", [SCHEDULE, COMMITMENT, METHODS])


@ON_SCHEDULE
def test_first_review_whose_day_is_over(clause, system):
    review = make_management_review(system)
    expect_of_reviews(system, clause, NOT_EVALUABLE, "first_management_review_to_come", review)
    put(review, planned_on=add_days(today(), -1))
    expect_of_reviews(system, clause, NOT_MET, "management_review_overdue", review)


@ON_SCHEDULE
def test_review_that_is_overdue(clause, told, system):
    """Where the last one has run out; for some days it is stale only, until top management is to hear of it."""
    late = following(told)
    put(late, planned_on=add_days(today(), -15))
    expect_of_reviews(system, clause, MET, SHOWN[clause], told)
    age(told)
    expect_of_reviews(system, clause, NOT_MET, "management_review_overdue", late)
    put(late, planned_on=add_days(today(), -14))
    expect_of_reviews(system, clause, STALE, "management_review_too_old", told)


@ON_SCHEDULE
def test_signature_of_somebody_else(clause, told, system):
    signature = {"reference_name": told.name, "decision": "Signed"}
    frappe.db.set_value("ITSM Decision", signature, "role", "ITSM Manager")
    expect_of_reviews(system, clause, NOT_MET, "review_not_signed_at_the_top", told)
    frappe.db.delete("ITSM Decision", signature)
    expect_of_reviews(system, clause, NOT_MET, "review_not_signed_at_the_top", told)


@pytest.mark.parametrize("field", ["suitability", "effectiveness", "policy_and_objectives", "conclusion"])
def test_judgement_that_was_not_given(field, told, system):
    put(told, **{field: ""})
    for clause in (SCHEDULE, RECORDED):
        assert says(system, clause) == (NOT_MET, "review_judgement_open")
    assert says(system, OBJECTIVES) == (NOT_MET, "reviews_without_objectives")


def test_date_that_was_left_out(told, system):
    newer = following(told)
    bring_to(newer, "Signed")
    expect(system, COMMITMENT, MET, "reviews_held_at_interval")
    put(told, held_on=add_days(add_months(today(), -12), -14))
    expect(system, COMMITMENT, MET, "reviews_held_at_interval", newer)
    put(told, held_on=add_days(add_months(today(), -12), -15))
    expect(system, COMMITMENT, NOT_MET, "review_date_skipped", told, newer)
    expect(system, SCHEDULE, MET, "reviewed_on_schedule", newer)


def test_the_interval_is_that_of_the_system(told, system):
    age(told, 7)
    put(following(told), planned_on=add_days(today(), 20))
    expect(system, SCHEDULE, MET, "reviewed_on_schedule")
    put(system, management_review_interval=6)
    expect(system, SCHEDULE, STALE, "management_review_too_old", told)


# -- inputs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", TOPICS)
def test_input_that_is_only_explained_or_missing(clause, told, system):
    row = {"parent": told.name, "topic": TOPICS[clause]}
    frappe.db.set_value(INPUT, row, {"has_data": 0, "comment": "Nobody\nasked yet."})
    expect(system, clause, NOT_MET, "review_input_only_explained", told)
    assert of_reviews(system, clause).reasons[0].values["comment"] == "Nobody asked yet."
    frappe.db.set_value(INPUT, row, "comment", "")
    expect(system, clause, NOT_MET, "review_input_empty", told)
    frappe.db.delete(INPUT, row)
    expect(system, clause, NOT_MET, "review_input_missing", told)
    others = [other for other in TOPICS if other != clause]
    assert {says(system, other)[0] for other in others} == {MET}


@pytest.mark.parametrize("clause", TOPICS)
def test_inputs_of_the_newest_review_count(clause, told, system):
    newer = following(told)
    compile_now(newer)
    frappe.db.set_value(INPUT, {"parent": newer.name}, "has_data", 0)
    newer.reload()
    bring_to(newer, "Signed")
    expect(system, clause, NOT_MET, "review_input_only_explained", newer)


# -- records: 4.5.4.3 .2 ---------------------------------------------------------------------------------------------


def test_records_of_the_cycle(told, system):
    newer = following(told)
    bring_to(newer, "Signed")
    expect(system, KEPT, MET, "review_records_kept", told, newer)
    for review in (told, newer):
        age(review, 37)
    expect(system, KEPT, STALE, "no_review_in_cycle")
    put(system, audit_cycle=48)
    expect(system, KEPT, NOT_MET, "reviews_not_as_sealed")


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("ITSM Management Review", {"minutes": "<p>We all agreed.</p>"}),
        ("ITSM Management Review", {"content_hash": "0" * 64}),
        (INPUT, {"facts": "{}"}),
        (OUTPUT, {"statement": "Hire nobody."}),
        ("ITSM Management Review Attendee", {"was_present": 0}),
    ],
)
def test_record_that_was_changed(table, values, told, system):
    bring_to(following(told), "Signed")
    of_review = {"name" if table == told.doctype else "parent": told.name}
    frappe.db.set_value(table, of_review, values, update_modified=False)
    expect(system, KEPT, NOT_MET, "reviews_not_as_sealed", told)


def test_record_without_its_signature(told, system):
    frappe.db.delete("ITSM Decision", {"reference_name": told.name, "decision": "Signed"})
    expect(system, KEPT, NOT_MET, "reviews_not_as_sealed", told)


# -- outputs: 4.5.4.3 .3 and 4.5.4.1 .4 ------------------------------------------------------------------------------

ON_OUTPUTS = pytest.mark.parametrize("clause", [OUTPUTS, RECORDED])


def figures(system) -> dict[str, int]:
    values = of_reviews(system, OUTPUTS).reasons[0].values
    return {key: values[key] for key in ("done", "open", "cancelled")}


def test_actions_of_reviews_are_followed(told, system):
    action = action_of(told)
    expect(system, OUTPUTS, MET, "review_outputs_followed", told, action)
    assert figures(system) == {"done": 0, "open": 1, "cancelled": 0}
    put(action, due_on=add_days(today(), -1))
    expect(system, OUTPUTS, NOT_MET, "review_actions_overdue", action)
    with acting_as(OWNER):
        action.reload()
        action.complete("She begins on Monday.")
    expect(system, OUTPUTS, MET, "review_outputs_followed", told, action)
    assert figures(system) == {"done": 1, "open": 0, "cancelled": 0}


def test_action_that_was_given_up(told, system):
    action = action_of(told)
    put(action, due_on=add_days(today(), -1))
    with acting_as(MANAGER):
        action.reload()
        action.cancel_action("The budget was cut.")
    expect(system, OUTPUTS, MET, "review_outputs_followed", told, action)
    assert figures(system) == {"done": 0, "open": 0, "cancelled": 1}


def test_action_of_an_earlier_review_that_is_late(told, system):
    newer = following(told)
    bring_to(newer, "Signed")
    action = action_of(told)
    put(action, due_on=add_days(today(), -1))
    expect(system, OUTPUTS, NOT_MET, "review_actions_overdue", action)


@ON_OUTPUTS
@pytest.mark.parametrize("about", ["Resources", "Effectiveness of the System", "Services"])
def test_class_without_an_output(about, clause, told, system):
    frappe.db.delete(OUTPUT, {"parent": told.name, "about": about})
    expect_of_reviews(system, clause, NOT_MET, "review_outputs_missing", told)


@ON_OUTPUTS
@pytest.mark.parametrize("field", ["responsible", "due_on"])
def test_action_without_person_or_day(field, clause, told, system):
    frappe.db.set_value(OUTPUT, {"parent": told.name, "kind": "Action"}, field, None)
    assert says(system, clause) == (NOT_MET, "review_actions_vague")


@ON_OUTPUTS
def test_action_that_vanished(clause, told, system):
    """Also one of an earlier review."""
    bring_to(following(told), "Signed")
    frappe.db.delete("ITSM Action", {"reference_name": told.name})
    expect_of_reviews(system, clause, NOT_MET, "review_actions_gone", told)


# -- 4.5.4.1 ---------------------------------------------------------------------------------------------------------


def test_review_without_an_agenda(told, system):
    ahead = following(told)
    put(ahead, agenda="<ol><li> </li></ol>")
    assert says(system, OBJECTIVES) == (MET, "review_objectives_written")
    put(ahead, planned_on=today())
    assert says(system, OBJECTIVES) == (NOT_MET, "reviews_without_objectives")
    assert of_reviews(system, OBJECTIVES).records == named(ahead)


def test_minutes_are_told(system):
    review = make_management_review(system, "Signed")
    assert says(system, TOLD) == (NOT_EVALUABLE, "review_minutes_on_their_way")
    deliver_in_transaction(review.communication)
    assert says(system, TOLD) == (MET, "review_minutes_told")
    frappe.db.set_value("ITSM Communication", review.communication, "failed", 1)
    assert says(system, TOLD) == (NOT_MET, "review_minutes_reached_not_all")
    assert of_reviews(system, TOLD).records == (*named(review), ("ITSM Communication", review.communication))
    put(review, communication=None)
    assert says(system, TOLD) == (NOT_MET, "review_minutes_reached_not_all")


@pytest.mark.parametrize("clause", BESIDE_OTHERS)
def test_reviews_alone_do_not_meet_what_asks_for_audits_too(clause, told, system):
    assert says(system, clause)[0] is MET
    assert answer(system, clause)[0] is not MET


# -- growth ----------------------------------------------------------------------------------------------------------


def test_the_cost_does_not_grow(told, system, query_count):
    """However many reviews and actions there are."""

    def cost() -> int:
        def ask() -> None:
            scope = Scope(system.name)
            for clause in SHOWN:
                assert [check.answer(scope) for check in registry.CHECKS[clause]]

        return query_count(ask)

    cost()
    few = cost()
    for _number in range(3):
        bring_to(following(told), "Signed")
    assert cost() == few
