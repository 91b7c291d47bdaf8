"""Management reviews: compiled, held, decided, signed by the chair, corrected by addenda (4.5.4.3)."""

import json
from datetime import timedelta

import frappe
import pytest
from frappe.email.doctype.notification.notification import trigger_daily_alerts
from frappe.utils import add_days, add_months, getdate, now_datetime, today

from sms_iso20000.evidence.pack.staged import PAGE, sealed_documents, staged_files
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.management_review_compiling import compile_review
from sms_iso20000.governance.review_words import topic_title
from sms_iso20000.rules.review_input import INPUTS
from tests.integration import stage
from tests.integration.doors import DOORS, call, client_set_value, request
from tests.integration.made.management_reviews import (
    bring_to,
    compile_as_of,
    compile_now,
    hold,
    make_addendum,
    make_management_review,
    outputs,
    review_values,
    sign,
    write_minutes,
)
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import (
    ADMIN,
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    STAFF_TWO,
    TOP,
    TOP_TWO,
    acting_as,
)

REVIEW = "ITSM Management Review"


def as_(user: str, work) -> tuple[str, ...]:
    with acting_as(user):
        return refused(work)


def rows_of(review, table: str) -> list[dict]:
    """The rows of a table as a client sends them."""
    return json.loads(frappe.as_json(stored(review)[table]))


def through_doors(user: str, review, **changes) -> tuple[str, ...]:
    """The codes that every door refuses the change with alike, and nothing changed."""
    before = stored(review)
    with acting_as(user):
        codes = {door(review, **changes).codes for door in DOORS}
    assert stored(review) == before
    [found] = codes
    return found


# -- life ------------------------------------------------------------------------------------------------------------


def test_whole_life(system):
    review = make_management_review(system, "Signed")
    assert decisions_on(review) == [("Inputs Compiled", MANAGER), ("Held", MANAGER), ("Signed", TOP)]
    kept = stored(review)
    assert (kept["signed_by"], kept["compiled_by"]) == (TOP, MANAGER)
    assert [row["topic"] for row in kept["inputs"]] == list(INPUTS["2011"])
    assert [row["clause"] for row in kept["inputs"]] == [f"4.5.4.3 {letter}" for letter in "abcdefghij"]
    assert first_fault(system.name) is None


def test_the_chair_attends_and_the_agenda_follows_the_inputs(system):
    review = make_management_review(system)
    assert [(row.user, row.capacity) for row in review.attendees] == [
        (MANAGER, "Management Representative"),
        (TOP, "Chair"),
    ]
    assert all(topic_title(topic) in review.agenda for topic in INPUTS["2011"])
    assert review.title.startswith("Management review of ")
    assert review.attendees[1].was_present


def test_signing_gives_out_actions_tells_people_and_plans_the_next(system):
    review = make_management_review(system, "Signed")
    [action] = frappe.get_all(
        "ITSM Action",
        {"reference_doctype": REVIEW, "reference_name": review.name},
        ["name", "kind", "responsible", "due_on", "title"],
    )
    assert (action.kind, action.responsible, action.title) == ("Management Review", OWNER, "Hire an engineer.")
    assert [row.action for row in review.outputs] == [action.name, None, None]
    assert frappe.db.exists("ToDo", {"reference_name": action.name, "allocated_to": OWNER, "status": "Open"})
    told = frappe.get_all("ITSM Communication Receipt", {"communication": review.communication}, pluck="user")
    assert set(told) >= {MANAGER, TOP}
    [following] = frappe.get_all(
        REVIEW, {"system": system.name, "workflow_state": "Planned"}, ["planned_on", "chair", "name"]
    )
    assert getdate(following.planned_on) == getdate(add_months(today(), 12))
    assert following.chair == TOP


def test_what_is_planned_already_is_not_planned_twice(system):
    review = make_management_review(system, "Held")
    other = make_management_review(system, planned_on=add_months(today(), 3))
    sign(review)
    still_open = frappe.get_all(REVIEW, {"system": system.name, "workflow_state": "Planned"}, pluck="name")
    assert still_open == [other.name]


def test_a_second_review_is_compared_with_the_first(system):
    first = make_management_review(system, "Signed")
    second = make_management_review(system, "Inputs Compiled", planned_on=add_months(today(), 1))
    assert second.previous_review == first.name


def test_back_to_preparation_needs_a_reason(system):
    review = make_management_review(system, "Held")
    assert through_doors(MANAGER, review, workflow_state="Inputs Compiled") == ("reason_missing",)
    with acting_as(TOP):
        review.reload()
        review.give_reason("Inputs Compiled", "Figures on risks are wrong.")
        review.reload()
        review.workflow_state = "Inputs Compiled"
        review.save()
    assert decisions_on(review)[-1] == ("Returned to Preparation", TOP)
    compile_now(review)
    assert stored(review)["workflow_state"] == "Inputs Compiled"


# -- inputs ----------------------------------------------------------------------------------------------------------


def test_compiling_is_left_to_a_worker_once(system):
    review = make_management_review(system)
    with acting_as(MANAGER):
        review.compile_inputs(today())
        assert refused(lambda: review.compile_inputs(today())) == ("review_compiling",)
        assert review.run_method("onload") is None
        assert review.get_onload("standing")["is_compiling"]
        stage.commit(system)
        compile_review(review.name, today())
    kept = stored(review)
    assert (kept["workflow_state"], kept["compiling_since"]) == ("Inputs Compiled", None)


def test_a_worker_that_died_is_not_waited_for(system):
    review = make_management_review(system)
    with acting_as(MANAGER):
        review.compile_inputs(today())
        long_ago = now_datetime() - timedelta(hours=1)
        frappe.db.set_value(REVIEW, review.name, "compiling_since", long_ago, update_modified=False)
        review.reload()
        review.onload()
        assert review.get_onload("standing")["is_stopped"]
        review.compile_inputs(today())


def test_compiling_anew_keeps_comments_and_says_what_changed(system):
    from tests.integration.made.risk import make_risk

    review = make_management_review(system, "Inputs Compiled")
    with acting_as(MANAGER):
        review.inputs[0].comment = "Paper survey in June: good."
        review.save()
    make_risk(system, "Assessed")
    compile_now(review)
    assert review.inputs[0].comment == "Paper survey in June: good."
    risks = next(row for row in review.inputs if row.topic == "risks")
    assert '"changes": [' in risks.changes
    with acting_as(TOP):
        review.onload()
        shown = {row["topic"]: row for row in review.get_onload("standing")["inputs"]}
    assert shown["risks"]["changes"]


def test_once_held_the_inputs_stay(system):
    review = make_management_review(system, "Held")
    assert as_(MANAGER, lambda: review.compile_inputs(today())) == ("not_in_stage",)
    before = stored(review)["inputs"]
    compile_as_of(review, today())
    assert stored(review)["inputs"] == before


@pytest.mark.parametrize(
    ("cutoff", "code"), [(1, "cutoff_in_future"), (None, "cutoff_missing"), (-400, "cutoff_before_last")]
)
def test_bad_cutoff_is_refused(system, cutoff, code):
    make_management_review(system, "Signed")
    review = make_management_review(system, planned_on=add_months(today(), 1))
    day = "" if cutoff is None else str(add_days(today(), cutoff))
    assert as_(MANAGER, lambda: review.compile_inputs(day)) == (code,)
    stage.commit(system)
    with acting_as(MANAGER):
        body = {"dt": REVIEW, "dn": review.name, "method": "compile_inputs", "args": {"cutoff_on": day}}
        assert request("POST", "/api/method/run_doc_method", body).codes == (code,)
    assert stored(review)["workflow_state"] == "Planned"


def test_what_was_compiled_is_not_written_by_hand(system):
    review = make_management_review(system, "Inputs Compiled")
    rows = rows_of(review, "inputs")
    for column, value in (("facts", "{}"), ("has_data", 1 - rows[0]["has_data"]), ("clause", "4.1"), ("topic", "x")):
        forged = [{**rows[0], column: value}, *rows[1:]]
        assert through_doors(MANAGER, review, inputs=forged) == ("changed_by_hand",)
    assert through_doors(MANAGER, review, inputs=rows[1:]) == ("changed_by_hand",)
    assert through_doors(MANAGER, review, cutoff_on=str(add_days(today(), 5))) == ("changed_by_hand",)


def test_a_new_review_brings_no_inputs(system):
    values = review_values(system, inputs=[{"topic": "risks", "facts": "{}", "has_data": 1}])
    assert "changed_by_hand" in as_(MANAGER, lambda: frappe.get_doc(values).insert())


def test_the_edition_of_2018_asks_for_more(system):
    with acting_as(MANAGER):
        held = frappe.get_doc("ITSM System", system.name)
        held.append("editions", {"edition": "2018"})
        held.save(ignore_permissions=True)
    review = make_management_review(system, "Inputs Compiled")
    assert [row.topic for row in review.inputs] == [*INPUTS["2011"], *INPUTS["2018"]]


# -- bad input -------------------------------------------------------------------------------------------------------


def test_only_top_management_takes_the_chair(system):
    assert as_(MANAGER, lambda: frappe.get_doc(review_values(system, chair=OWNER)).insert()) == (
        "chair_not_top_management",
    )
    review = make_management_review(system)
    assert through_doors(MANAGER, review, chair=OWNER) == ("chair_not_top_management",)


def test_a_chair_who_left_top_management_cannot_sign(system):
    review = make_management_review(system, "Held")
    write_minutes(review)
    frappe.db.delete("ITSM System Top Management", {"parent": system.name, "user": TOP})
    assert through_doors(TOP, review, workflow_state="Signed") == ("chair_not_top_management",)


@pytest.mark.parametrize("user", [MANAGER, TOP_TWO, ADMIN])
def test_nobody_signs_for_the_chair(system, user):
    review = make_management_review(system, "Held")
    write_minutes(review)
    with acting_as(user):
        for door in DOORS:
            assert door(review, workflow_state="Signed") is not None
    assert stored(review)["workflow_state"] == "Held"


def test_an_absent_chair_cannot_hold_it(system):
    review = make_management_review(system, "Inputs Compiled")
    with acting_as(MANAGER):
        for row in review.attendees:
            row.was_present = 0
        review.held_on = today()
        review.save()
    assert through_doors(MANAGER, review, workflow_state="Held") == ("chair_not_present",)


@pytest.mark.parametrize(
    ("held_on", "code"),
    [(None, "meeting_day_missing"), (1, "meeting_in_future"), (-3, "meeting_before_cutoff")],
)
def test_bad_day_of_the_meeting_is_refused(system, held_on, code):
    review = make_management_review(system, "Inputs Compiled")
    with acting_as(MANAGER):
        review.held_on = held_on and add_days(today(), held_on)
        review.save()
    assert through_doors(MANAGER, review, workflow_state="Held") == (code,)


def test_inputs_are_not_skipped(system):
    review = make_management_review(system)
    for state in ("Inputs Compiled", "Held", "Signed"):
        assert through_doors(TOP, review, workflow_state=state)
    assert stored(review)["workflow_state"] == "Planned"


def test_an_input_that_was_never_compiled_stops_it(system):
    review = make_management_review(system, "Held")
    write_minutes(review)
    frappe.db.delete("ITSM Management Review Input", {"parent": review.name, "topic": "risks"})
    review.reload()
    assert through_doors(TOP, review, workflow_state="Signed") == ("input_not_compiled",)


def test_an_input_without_data_is_explained_before_signing(system):
    review = make_management_review(system, "Held")
    write_minutes(review)
    with acting_as(MANAGER):
        row = next(row for row in review.inputs if not row.has_data)
        row.comment = " "
        review.save()
    with acting_as(TOP):
        refusals = [door(review, workflow_state="Signed") for door in DOORS]
    assert {refusal.codes for refusal in refusals} == {("input_not_explained",)}
    assert topic_title(row.topic) in refusals[0].message


BAD_OUTPUTS = {
    "output_class_open": lambda: outputs()[:2],
    "output_contradicts": lambda: [*outputs(), {**outputs()[1], "about": "Services"}],
    "output_without_responsible": lambda: outputs(responsible=None),
    "output_without_due_day": lambda: outputs(due_on=str(add_days(today(), -1))),
}


@pytest.mark.parametrize("code", BAD_OUTPUTS)
def test_bad_outputs_are_refused(system, code):
    review = make_management_review(system, "Held")
    write_minutes(review, outputs=BAD_OUTPUTS[code]())
    assert through_doors(TOP, review, workflow_state="Signed") == (code,)


@pytest.mark.parametrize("field", ["suitability", "effectiveness", "policy_and_objectives", "conclusion"])
def test_a_judgement_not_given_is_asked_for(system, field):
    review = make_management_review(system, "Held")
    write_minutes(review, **{field: ""})
    assert through_doors(TOP, review, workflow_state="Signed") == ("judgement_missing",)


def test_somebody_is_told(system):
    review = make_management_review(system, "Held")
    write_minutes(review, audience=[])
    assert through_doors(TOP, review, workflow_state="Signed") == ("nobody_to_tell",)


def test_an_action_is_not_slipped_in(system):
    from tests.integration.made.actions import make_action

    review = make_management_review(system, "Held")
    rows = outputs(action=make_action(system).name)
    assert through_doors(MANAGER, review, outputs=rows) == ("changed_by_hand",)


def test_nobody_attends_twice(system):
    review = make_management_review(system)
    rows = [*rows_of(review, "attendees"), {"user": MANAGER, "capacity": "Guest"}]
    assert through_doors(MANAGER, review, attendees=rows) == ("attendee_twice",)


# -- sealed ----------------------------------------------------------------------------------------------------------

CHANGES = {
    "title": "Other",
    "minutes": "Other.",
    "conclusion": "Other.",
    "suitability": "Not Suitable",
    "held_on": "2020-01-01",
    "attendees": [],
    "outputs": [],
    "inputs": [],
    "audience": [],
    "chair": TOP_TWO,
    "agenda": "Other.",
    "workflow_state": "Held",
    "signed_by": MANAGER,
    "content_hash": "0" * 64,
}


@pytest.mark.parametrize("field", CHANGES)
def test_nothing_changes_once_it_is_signed(system, field):
    review = make_management_review(system, "Signed")
    for user in (MANAGER, TOP):
        through_doors(user, review, **{field: CHANGES[field]})


def test_rows_of_a_signed_review_are_not_written_alone(system):
    review = make_management_review(system, "Signed")
    row = review.outputs[0]
    with acting_as(MANAGER):
        assert client_set_value(row, statement="Other.") is not None
        assert refused(row.save) == ("row_alone",)
    with acting_as(TOP):
        assert refused(lambda: frappe.delete_doc(REVIEW, review.name, ignore_permissions=True)) == ("never_deleted",)
        assert refused(lambda: review.db_set("conclusion", "Other.")) == ("changed_by_hand",)


def test_an_addendum_corrects_and_is_told(system):
    review = make_management_review(system, "Signed")
    addendum = make_addendum(review)
    assert decisions_on(addendum) == [("Signed", TOP)]
    assert frappe.db.exists("ITSM Communication Receipt", {"communication": addendum.communication, "user": MANAGER})
    with acting_as(TOP):
        review.onload()
        assert [row.name for row in review.get_onload("standing")["addenda"]] == [addendum.name]
        assert "Three engineers, not two." in frappe.get_print(REVIEW, review.name, "ITSM Management Review Minutes")
    assert first_fault(system.name) is None
    assert through_doors(MANAGER, addendum, correction="Other.") == ("sealed",)


def test_only_what_is_signed_is_corrected_and_only_by_top_management(system):
    review = make_management_review(system, "Held")
    assert as_(MANAGER, lambda: make_addendum(review, signed=False)) == ("addendum_before_signature",)
    sign(review)
    addendum = make_addendum(review, signed=False)
    for user in (MANAGER, AUDITOR, OWNER):
        assert as_(user, addendum.sign) == ("addendum_by_top_management",)
    with acting_as(TOP_TWO):
        addendum.sign()
    assert stored(addendum)["signed_by"] == TOP_TWO


# -- who sees it, and how --------------------------------------------------------------------------------------------


def visible_to(user: str, review) -> bool:
    with acting_as(user):
        may_list = frappe.has_permission(REVIEW, "read")
        listed = frappe.get_list(REVIEW, {"name": review.name}, pluck="name") if may_list else []
        status, _answer = call("GET", f"/api/resource/{REVIEW}/{review.name}")
    assert (status == 200) == bool(listed)
    return bool(listed)


def test_who_sees_a_review(system):
    review = make_management_review(system, attendees=[{"user": STAFF, "capacity": "Guest"}])
    stage.commit(system)
    for user in (MANAGER, TOP, OWNER, AUDITOR, STAFF):
        assert visible_to(user, review), user
    for user in (STAFF_TWO, EXTERNAL, OUTSIDER):
        assert not visible_to(user, review), user


def test_staff_who_attend_change_nothing(system):
    review = make_management_review(system, attendees=[{"user": STAFF, "capacity": "Guest"}])
    with acting_as(STAFF):
        for door in DOORS:
            assert door(review, location="Room 1") is not None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_minutes_print_in_both_languages(system, language):
    review = make_management_review(system, "Signed", location="Room <1>")
    with acting_as(TOP):
        before, frappe.local.lang = frappe.local.lang, language
        try:
            text = frappe.get_print(REVIEW, review.name, "ITSM Management Review Minutes")
        finally:
            frappe.local.lang = before
    expected = {"en": ("Effectiveness of the System", "Hire an engineer."), "zh": ("体系有效性", "客户反馈")}
    assert all(words in text for words in expected[language])
    assert "Room &lt;1&gt;" in text
    assert review.content_hash in text


def test_the_pack_tells_the_inputs_in_words(system):
    review = make_management_review(system, "Signed")
    files = staged_files(system, sealed_documents(system.name), lambda user: user or "")
    page = files[PAGE].decode()
    assert "Feedback from Customers (4.5.4.3 a)" in page and "Looked at." in page
    assert "no evidence source" in page
    assert "/app/" not in page and "customer_feedback" not in page
    assert review.content_hash in page


def test_the_bell_rings(system):
    review = make_management_review(system, "Held", attendees=[{"user": STAFF, "capacity": "Guest"}])
    assert frappe.db.exists("Notification Log", {"document_name": review.name, "for_user": TOP})
    coming = make_management_review(system, planned_on=add_days(today(), 14), attendees=[{"user": STAFF}])
    late = make_management_review(system, planned_on=add_days(today(), -1))
    stage.commit(system)
    trigger_daily_alerts()
    assert frappe.db.exists("Notification Log", {"document_name": coming.name, "for_user": STAFF})
    assert frappe.db.exists("Notification Log", {"document_name": late.name, "for_user": MANAGER})
    assert not frappe.db.exists("Notification Log", {"document_name": late.name, "for_user": STAFF})


def test_what_is_missing_is_what_the_server_refuses_with(system):
    review = make_management_review(system, "Held")
    with acting_as(TOP):
        missing = review.what_is_missing("Signed")
        assert set(missing) == {"judgement_missing", "output_class_open"}
        assert set(client_set_value(review, workflow_state="Signed").codes) == set(missing)


def test_held_by_manager_or_chair_alone(system):
    review = make_management_review(system, "Inputs Compiled")
    with acting_as(MANAGER):
        review.held_on = today()
        review.save()
    with acting_as(TOP_TWO):
        codes = {code for door in DOORS for code in door(review, workflow_state="Held").codes}
    assert codes == {"not_entitled_to_hold_review"}
    hold(review)
    bring_to(review, "Signed")
