"""Reviews of arrangements: filled from evidence, approved by who is accountable, sealed, and followed up."""

import json
from threading import Thread

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000 import tasks
from sms_iso20000.api.arrangement_review import proposed_period
from sms_iso20000.evidence.pack.staged import sealed_documents
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.arrangement_results import fresh_results
from sms_iso20000.rules.schedule import month_of
from tests.integration import stage
from tests.integration.doors import DOORS, call, client_set_value, request, save_form
from tests.integration.made.arrangement_reviews import improvement, make_review, quarter_before, review_values
from tests.integration.made.arrangements import make_arrangement, measure, take
from tests.integration.made.objectives import make_objective
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP, TOP_TWO

REVIEW = "ITSM Arrangement Review"
MINUTES = "ITSM Arrangement Review Minutes"


@pytest.fixture(scope="module")
def prepared(site):
    """A system with an arrangement at work, made once since that takes long; what tests do to it is rolled back."""
    frappe.set_user("Administrator")
    system = stage.make_system()
    made = system, make_arrangement(system)
    frappe.db.commit()
    yield made
    stage.wipe_later(system)
    stage.wipe_committed()


@pytest.fixture
def system(prepared):
    """Not for tests that commit: they make a system of their own."""
    return frappe.get_doc("ITSM System", prepared[0].name)


@pytest.fixture
def arrangement(prepared):
    return frappe.get_doc("ITSM Arrangement", prepared[1].name)


@pytest.fixture
def draft(arrangement):
    """Complete, and not approved."""
    return make_review(arrangement, "Draft")


@pytest.fixture
def approved(arrangement):
    return make_review(arrangement)


def arrangement_to_commit(**values):
    """An arrangement of a system that is wiped after the test."""
    system = stage.make_system()
    arrangement = make_arrangement(system, **values)
    stage.commit(system)
    return arrangement


def kept(record, *fields):
    return frappe.db.get_value(record.doctype, record.name, fields)


def rows(doc, table: str, **changes) -> list[dict]:
    """The rows of a table as a request sends them, the first with `changes`."""
    sent = [{**json.loads(row.as_json()), "creation": None, "modified": None} for row in doc.get(table)]
    sent[0].update(changes)
    return sent


def notices(record, user: str) -> int:
    return frappe.db.count("Notification Log", {"document_name": record.name, "for_user": user})


def run_method(record, method: str, **values):
    """The method over the web, on the record as it is stored."""
    stage.commit(frappe.get_doc("ITSM System", record.system))
    body = {"dt": record.doctype, "dn": record.name, "method": method, "args": values}
    return request("POST", "/api/method/run_doc_method", body)


# -- from the first day to the last ----------------------------------------------------------------------------------


def test_whole_life(arrangement, system, as_user):
    review = make_review(arrangement, "Draft", improvements=[improvement(2), improvement(1)])
    assert decisions_on(review) == []
    with as_user(MANAGER):
        review.ask_for_approval()
    assert kept(review, "approval_asked_of", "status") == (OWNER, "Draft")
    with as_user(OWNER):
        review.approve()
    status, by, seal = kept(review, "status", "approved_by", "content_hash")
    assert (status, by) == ("Approved", OWNER)
    assert decisions_on(review) == [("Approved", OWNER)]
    (sealed,) = frappe.get_all(
        "ITSM Decision", {"reference_name": review.name}, pluck="content_hash", order_by="sequence asc"
    )
    assert sealed == seal == frappe.get_doc(REVIEW, review.name).computed_hash()
    interval = frappe.db.get_value("ITSM System", system.name, "arrangement_review_interval")
    assert kept(arrangement, "last_reviewed_on", "next_review_on") == (
        getdate(review.period_end),
        getdate(add_months(today(), interval)),
    )
    with as_user(OWNER):
        review.mark_done(2)
    review.reload()
    assert [(row.priority_rank, row.done_on) for row in review.improvements] == [(2, getdate()), (1, None)]
    assert first_fault(system.name) is None
    assert review.name in [document.name for document in sealed_documents(system.name)]


def test_a_new_review_has_the_terms_of_the_arrangement(system, as_user):
    arrangement = make_arrangement(system, measures=[measure(), measure(measure="Calls lost", operator="At Most")])
    with as_user(MANAGER):
        review = frappe.get_doc(review_values(arrangement)).insert()
    assert (review.system, review.party_name, review.status) == (system.name, arrangement.party_name, "Draft")
    assert review.title == f"{arrangement.title}: {review.period_start} to {review.period_end}"
    assert [(row.measure, row.operator, row.target, row.outcome) for row in review.results] == [
        ("Incidents solved in time", "At Least", 95, "No Data"),
        ("Calls lost", "At Most", 95, "No Data"),
    ]
    assert [row.question for row in review.answers] == [row.question for row in arrangement.compliance_questions]
    assert (review.is_scored, review.score) == (0, 0)


def test_score_of_what_has_a_value(system, as_user):
    measures = [
        measure(weight=3),
        measure(measure="Calls lost", operator="At Most", target=0),
        measure(measure="Other"),
    ]
    review = make_review(make_arrangement(system, measures=measures), "Draft")
    with as_user(MANAGER):
        review.results[0].update({"value": 57})
        # Nought is a value where it is said to be one.
        review.results[1].update({"value": 0, "has_value": 1})
        review.results[2].update({"value": 0, "has_value": 0, "remarks": "Not counted."})
        review.save()
    review.reload()
    assert [row.outcome for row in review.results] == ["Missed", "In Target", "No Data"]
    assert (review.is_scored, review.score) == (1, 70)


# -- where values come from ------------------------------------------------------------------------------------------


@pytest.fixture
def measured(system):
    return make_measured(system)


def make_measured(system):
    """Two months of the last quarter counted in an evidence source, one of them twice, and an objective."""
    source = stage.make_source(system)
    quarter = quarter_before()
    first = getdate(quarter["period_start"])
    stage.make_tickets(system, first, {"yes": 1, "no": 1})
    freeze_month(source, first)
    stage.make_tickets(system, first, {"yes": 1}, service="Telephone")
    stage.make_tickets(system, add_months(first, 1), {"yes": 6, "no": 1, "paused": 2})
    stage.make_tickets(system, add_days(first, -1), {"no": 9})
    for month in (first, add_months(first, 1), add_days(first, -1)):
        freeze_month(source, getdate(month))
    objective = make_objective(system, "Approved", start_on=add_months(first, -1))
    for day, value in ((add_days(first, -1), 70), (first, 80), (quarter["period_end"], 90), (today(), 99)):
        with stage.acting_as(OWNER):
            objective.check_in(str(day), value)
    counted = {"source": "Service Level Snapshot", "evidence_source": source.name}
    measures = [
        measure(**counted),
        measure(measure="Telephone", dimension="Service", dimension_value="Telephone", **counted),
        measure(measure="Fax", dimension="Service", dimension_value="Fax", **counted),
        measure(measure="Objective", source="Objective", objective=objective.name),
        measure(measure="By hand"),
    ]
    return make_arrangement(system, measures=measures)


def test_values_are_those_of_the_period(measured, system):
    review = make_review(measured, "Draft")
    first = getdate(review.period_start)
    months = f"{first:%Y-%m}, {getdate(add_months(first, 1)):%Y-%m}"
    found = {row.measure: row for row in frappe.get_doc(REVIEW, review.name).results}
    # Eight of the ten tickets with a known result, not the mean of two months.
    assert (found["Incidents solved in time"].value, found["Incidents solved in time"].months) == (80, months)
    assert (found["Telephone"].value, found["Telephone"].months) == (100, f"{first:%Y-%m}")
    assert (found["Fax"].has_value, found["Fax"].outcome, found["Fax"].snapshots) == (0, "No Data", "")
    assert (found["Objective"].value, found["Objective"].reference_doctype) == (90, "ITSM Objective")
    snapshots = found["Incidents solved in time"].snapshots.split(", ")
    replaced = frappe.get_all(
        "ITSM Service Level Snapshot",
        {"system": system.name, "replaces": ["is", "set"]},
        pluck="replaces",
        order_by="name asc",
    )
    assert len(snapshots) == 2 and len(replaced) == 1 and not set(snapshots) & set(replaced)


def test_approval_waits_for_what_was_counted_since(measured, as_user):
    review = make_review(measured, "Draft")
    source = frappe.get_doc("ITSM Evidence Source", review.results[0].reference_name)
    stage.make_tickets(frappe.get_doc("ITSM System", measured.system), getdate(review.period_start), {"no": 5})
    freeze_month(source, getdate(review.period_start))
    with as_user(OWNER):
        assert refused(review.approve) == ("review_outdated",)
        review.fill_results()
        kept_by_hand = review.results[4]
        assert (kept_by_hand.value, kept_by_hand.has_value) == (90, 1)
        assert review.answers[0].answer == "Partly"
        review.approve()
    assert kept(review, "status") == "Approved"


def test_another_period_brings_other_values(measured, as_user):
    review = make_review(measured, "Draft")
    month_before = add_days(getdate(review.period_start), -1)
    with as_user(MANAGER):
        review.update({"period_start": month_of(month_before)[0], "period_end": month_before})
        review.save()
    assert [row.value for row in frappe.get_doc(REVIEW, review.name).results] == [0, 0, 0, 70, 90]
    assert f"{month_before:%Y-%m-%d}" in kept(review, "title")


def test_changed_terms_are_taken_over(draft, arrangement, as_user):
    arrangement.reload()
    take(arrangement, "Return to Draft")
    with as_user(MANAGER):
        arrangement.append("measures", measure(measure="Calls lost"))
        arrangement.compliance_questions[0].question = "Is every incident closed by the caller?"
        arrangement.save()
    with as_user(OWNER):
        assert refused(draft.approve) == ("arrangement_not_at_work", "review_outdated")
    for action in ("Record Agreement", "Activate"):
        take(arrangement, action)
    with as_user(OWNER):
        draft.fill_results()
        missing = ("result_without_value", "question_not_answered", "answer_without_evidence")
        assert refused(draft.approve) == missing
    assert [(row.measure, row.value) for row in draft.results] == [("Incidents solved in time", 90), ("Calls lost", 0)]


def test_queries_do_not_grow_with_the_measures(measured, query_count):
    review = make_review(measured, "Draft")

    def count(number: int) -> int:
        measured.set("measures", [row.as_dict() for row in measured.measures[:5]] * number)
        return query_count(lambda: fresh_results(review, measured))

    count(1)
    assert count(1) == count(20)


# -- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["Draft", "Agreed", "Ended"])
def test_only_what_is_operated_is_reviewed(state, system, as_user):
    arrangement = make_arrangement(system, state)
    with as_user(MANAGER):
        assert refused(frappe.get_doc(review_values(arrangement)).insert) == ("arrangement_not_at_work",)
    assert not frappe.db.exists(REVIEW, {"system": system.name})


def test_no_day_is_reviewed_twice(as_user):
    arrangement = arrangement_to_commit()
    approved, earlier = make_review(arrangement), make_review(arrangement, "Draft", **quarter_before(3))
    before_start = str(add_days(earlier.period_start, -1))
    with as_user(MANAGER):
        assert refused(frappe.get_doc(review_values(arrangement)).insert) == ("review_overlaps",)
        for door in DOORS:
            refusal = door(earlier, period_end=str(approved.period_start))
            assert refusal.codes == ("review_overlaps",) and approved.name in refusal.message
            assert door(earlier, period_end=before_start).codes == ("review_ends_before_start",)
    assert kept(earlier, "period_end") == getdate(quarter_before(3)["period_end"])
    assert frappe.db.count(REVIEW, {"arrangement": arrangement.name}) == 2


def test_reviews_at_the_same_moment_queue_up():
    """Two connections review the same quarter at once; one of them is refused."""
    arrangement = arrangement_to_commit()
    site, path, answers = frappe.local.site, frappe.local.sites_path, []

    def review(user: str) -> None:
        frappe.init(site=site, sites_path=path)
        frappe.connect()
        try:
            frappe.set_user(user)
            # What this transaction sees is fixed before the other one commits.
            frappe.get_all(REVIEW, order_by="name asc")
            frappe.get_doc(review_values(arrangement)).insert()
            frappe.db.commit()
            answers.append("done")
        except Exception as fault:
            frappe.db.rollback()
            answers.append(type(fault).__name__)
        finally:
            frappe.destroy()

    threads = [Thread(target=review, args=(user,)) for user in (MANAGER, OWNER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    frappe.db.commit()
    assert answers.count("done") == 1, answers
    assert frappe.db.count(REVIEW, {"arrangement": arrangement.name}) == 1


def test_approvals_at_the_same_moment_are_one():
    draft = make_review(arrangement_to_commit(), "Draft")
    frappe.db.commit()
    site, path, answers = frappe.local.site, frappe.local.sites_path, []

    def approve() -> None:
        frappe.init(site=site, sites_path=path)
        frappe.connect()
        try:
            frappe.set_user(OWNER)
            frappe.get_all(REVIEW, order_by="name asc")
            frappe.get_doc(REVIEW, draft.name).approve()
            frappe.db.commit()
            answers.append("done")
        except Exception as fault:
            frappe.db.rollback()
            answers.append(type(fault).__name__)
        finally:
            frappe.destroy()

    threads = [Thread(target=approve) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    frappe.db.commit()
    assert answers.count("done") == 1, answers
    assert decisions_on(draft) == [("Approved", OWNER)]
    assert first_fault(draft.system) is None


def test_what_the_app_fills_is_not_written_by_hand(as_user):
    system = stage.make_system()
    review = make_review(make_measured(system), "Draft")
    stage.commit(system)
    was = stored(review)
    by_hand = ({"value": 100}, {"target": 1}, {"measure": "Other"}, {"snapshots": ""}, {"source": "By Hand"})
    with as_user(MANAGER):
        for change in by_hand:
            assert client_set_value(review, results=rows(review, "results", **change)).codes == ("changed_by_hand",)
        asked = rows(review, "answers", question="Is all well?")
        done = rows(review, "improvements", done_on=today())
        for change in ({"answers": asked}, {"results": []}, {"approved_by": MANAGER}):
            assert client_set_value(review, **change).codes == ("changed_by_hand",)
        tables = {"results": rows(review, "results", value=100), "improvements": done}
        for door in DOORS:
            for change in (*({table: sent} for table, sent in tables.items()), {"status": "Approved"}):
                assert door(review, **change).codes == ("changed_by_hand",)
        assert stored(review) == was
        # What is computed is computed again, whatever a request says of it.
        remarked = rows(review, "results", outcome="In Target", remarks="A storm.")
        assert save_form(review, results=remarked, score=100, title="Well done") is None
    now = stored(review)
    assert (now["score"], now["title"]) == (was["score"], was["title"])
    assert (now["results"][0].outcome, now["results"][0].remarks) == ("Missed", "A storm.")


BAD_ENTRIES = (
    ("results", {"value": "many"}, "not_a_number"),
    ("results", {"value": 1e15}, "not_a_number"),
    ("improvements", {"due_on": "2020-01-01"}, "improvement_due_in_period"),
)


def test_bad_entries(as_user):
    draft = make_review(arrangement_to_commit(), "Draft")
    was = stored(draft)
    with as_user(MANAGER):
        for door in DOORS:
            for table, change, code in BAD_ENTRIES:
                assert door(draft, **{table: rows(draft, table, **change)}).codes == (code,)
    assert stored(draft) == was


def test_a_leaver_is_made_responsible_for_nothing(draft, as_user):
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    with as_user(MANAGER):
        draft.append("improvements", improvement(2, responsible=STAFF_TWO))
        assert refused(draft.save) == ("person_not_enabled",)


def test_a_reason_beside_improvements_is_dropped(arrangement):
    review = make_review(arrangement, no_improvement_reason="All is well.")
    assert kept(review, "no_improvement_reason") == ""
    review = make_review(
        arrangement, verdict="Satisfactory", improvements=[], no_improvement_reason="Fine.", **quarter_before(3)
    )
    assert kept(review, "no_improvement_reason", "status") == ("Fine.", "Approved")


# -- approval --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"verdict": ""}, ("review_without_verdict",)),
        ({"improvements": []}, ("verdict_without_improvement",)),
        ({"improvements": [], "verdict": "Satisfactory"}, ("improvement_not_decided",)),
        # What depends on the day is known only when the test runs.
        ({"improvements": lambda: [improvement(2), improvement(2)]}, ("improvement_ranks",)),
        ({"period_end": today}, ("review_period_not_over",)),
    ],
)
def test_gates_of_approval(change, codes, arrangement, as_user):
    known = {field: value() if callable(value) else value for field, value in change.items()}
    review = make_review(arrangement, "Draft", **known)
    for user, act in ((OWNER, review.approve), (MANAGER, review.ask_for_approval)):
        with as_user(user):
            assert refused(act) == codes
    assert kept(review, "status", "approval_asked_on", "approved_by") == ("Draft", None, None)
    assert kept(arrangement, "last_reviewed_on") is None
    assert decisions_on(review) == []


def test_all_gaps_are_named_before_the_approval(arrangement, as_user):
    with as_user(MANAGER):
        review = frappe.get_doc(review_values(arrangement)).insert()
        review.run_method("onload")
    shown = review.get("__onload")["review"]
    with as_user(MANAGER):
        codes = refused(review.approve)
    assert codes == (
        "approver_not_accountable_owner",
        "result_without_value",
        "question_not_answered",
        "answer_without_evidence",
        "review_without_verdict",
        "improvement_not_decided",
    )
    # All but who approves: the form says that where everything else is there.
    assert len(shown["missing"]) == len(codes) - 1
    assert (shown["owner"], shown["standing"]) == (OWNER, "No Data")


def test_who_acts_over_the_web(as_user):
    """Nobody but who is accountable approves, be it somebody who may only read; who may not read does nothing."""
    review = make_review(arrangement_to_commit(accountable_owner=TOP), "Draft")
    for user in (MANAGER, OWNER, TOP_TWO, AUDITOR):
        with as_user(user):
            assert run_method(review, "approve").codes == ("approver_not_accountable_owner",)
    for user in (STAFF, OUTSIDER):
        with as_user(user):
            assert run_method(review, "approve").status == 403
            with pytest.raises(frappe.PermissionError):
                proposed_period(review.arrangement)
    with as_user(AUDITOR):
        assert run_method(review, "fill_results").status == 403
    assert kept(review, "status", "approval_asked_on", "approved_by") == ("Draft", None, None)
    with as_user(TOP):
        assert not review.has_permission("write")
        assert run_method(review, "approve") is None
    assert kept(review, "status", "approved_by") == ("Approved", TOP)
    with as_user(AUDITOR):
        assert run_method(review, "mark_done", rank=1).codes == ("improvement_not_yours",)
    for user, status in ((AUDITOR, 200), (MANAGER, 200), (STAFF, 403), (OUTSIDER, 403)):
        with as_user(user):
            assert call("GET", f"/api/resource/{REVIEW}/{review.name}")[0] == status


def test_approval_is_by_who_is_accountable_now(draft, arrangement, as_user):
    arrangement.reload()
    with as_user(MANAGER):
        arrangement.accountable_owner = TOP_TWO
        arrangement.save()
    with as_user(OWNER):
        assert refused(draft.approve) == ("approver_not_accountable_owner",)
    with as_user(TOP_TWO):
        draft.approve()
    assert kept(draft, "approved_by") == TOP_TWO


def test_forged_values_of_a_form_are_not_approved(draft, as_user):
    """The method runs on what is stored, whatever the form says."""
    with as_user(OWNER):
        draft.verdict = "Satisfactory"
        draft.approve()
    assert kept(draft, "verdict") == "Improvement Needed"


def test_a_period_filled_in_late_moves_nothing(approved, arrangement):
    due = kept(arrangement, "last_reviewed_on", "next_review_on")
    frappe.db.set_value(arrangement.doctype, arrangement.name, "next_review_on", add_days(today(), 7))
    make_review(arrangement, **quarter_before(3))
    assert kept(arrangement, "last_reviewed_on", "next_review_on") == (due[0], getdate(add_days(today(), 7)))


def test_approved_reviews_stay(as_user):
    approved = make_review(arrangement_to_commit())
    was = stored(approved)
    changes = (
        {"period_end": today()},
        {"attendees": "Nobody."},
        {"results": rows(approved, "results", value=99)},
        {"answers": rows(approved, "answers", answer="Yes")},
        {"improvements": []},
        {"score": 100},
        {"title": "Other"},
    )
    by_each_door = ({"verdict": "Satisfactory"}, {"improvements": rows(approved, "improvements", done_on=today())})
    with as_user(OWNER):
        for change in changes:
            assert client_set_value(approved, **change).codes == ("sealed",)
        for door in DOORS:
            for change in by_each_door:
                assert door(approved, **change).codes == ("sealed",)
            assert door(approved, status="Draft").codes == ("changed_by_hand",)
        assert refused(approved.approve) == refused(approved.fill_results) == ("not_in_stage",)
    assert stored(approved) == was


def test_records_stay(approved, as_user):
    with as_user(MANAGER):
        assert refused(lambda: approved.db_set("verdict", "Satisfactory")) == ("changed_by_hand",)
        assert refused(approved.results[0].save) == ("row_alone",)
        for system_field in ("system", "arrangement"):
            approved.set(system_field, None)
            with pytest.raises(frappe.ValidationError):
                approved.save()
            approved.reload()
    assert refused(approved.delete) == ("never_deleted",)
    assert frappe.db.exists(REVIEW, approved.name)


# -- afterwards ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", [STAFF_TWO, OWNER, MANAGER])
def test_who_marks_improvements_as_done(user, arrangement, as_user):
    responsible = user if user != STAFF_TWO else AUDITOR
    review = make_review(arrangement, improvements=[improvement(responsible=responsible)])
    with as_user(TOP):
        assert refused(lambda: review.mark_done(1)) == ("improvement_not_yours",)
    actor = responsible if user == STAFF_TWO else user
    with as_user(actor):
        assert refused(lambda: review.mark_done(9)) == ("no_such_improvement",)
        assert refused(lambda: review.mark_done(1, add_days(today(), 1))) == ("improvement_done_in_future",)
        review.mark_done("1", add_days(today(), -1))
        assert refused(lambda: review.mark_done(1)) == ("improvement_done_already",)
    assert frappe.get_doc(REVIEW, review.name).improvements[0].done_on == getdate(add_days(today(), -1))
    assert first_fault(review.system) is None


def test_drafts_have_nothing_to_mark(draft, as_user):
    with as_user(OWNER):
        assert refused(lambda: draft.mark_done(1)) == ("not_in_stage",)


def test_what_is_open_from_earlier_reviews_is_shown(arrangement):
    earlier = make_review(arrangement, improvements=[improvement(1), improvement(2, improvement="A second line")])
    with stage.acting_as(OWNER):
        earlier.mark_done(1)
    first = add_days(getdate(earlier.period_end), 1)
    review = make_review(arrangement, "Draft", period_start=first, period_end=add_months(first, 1))
    review.run_method("onload")
    assert [(row.review, row.improvement) for row in review.get("__onload")["review"]["earlier"]] == [
        (earlier.name, "A second line")
    ]


def test_the_next_period_follows_the_last(arrangement, as_user):
    with as_user(OWNER):
        assert proposed_period(arrangement.name)["period_start"] == "2026-01-01"
    review = make_review(arrangement, **quarter_before(1))
    with as_user(OWNER):
        proposed = proposed_period(arrangement.name)
    assert getdate(proposed["period_start"]) == getdate(add_days(review.period_end, 1))
    assert getdate(proposed["period_end"]) == stage.last_month()[1]


# -- reminders -------------------------------------------------------------------------------------------------------


def test_the_owner_is_asked_to_approve(draft, as_user):
    before = notices(draft, OWNER)
    with as_user(MANAGER):
        draft.ask_for_approval()
    assert (before, notices(draft, OWNER), notices(draft, TOP)) == (0, 1, 0)


def test_long_overdue_reviews_reach_top_management_once(arrangement, system):
    days = frappe.db.get_value("ITSM System", system.name, "review_escalation")
    other = make_arrangement(system, "Ended", part="Weekends")

    def overdue_by(number: int) -> None:
        for record in (arrangement, other):
            due = add_days(today(), -number)
            frappe.db.set_value(record.doctype, record.name, "next_review_on", due, update_modified=False)
        tasks.escalate_overdue_reviews()

    overdue_by(days - 1)
    assert kept(arrangement, "review_escalated_on") is None
    overdue_by(days)
    assert (kept(arrangement, "review_escalated_on"), notices(arrangement, TOP)) == (getdate(), 1)
    overdue_by(days)
    assert notices(arrangement, TOP) == 1
    assert kept(other, "review_escalated_on") is None
    assert first_fault(system.name) is None


def test_reviews_due_are_announced(arrangement):
    due = frappe.get_doc("Notification", "ITSM Arrangement Review Due")
    frappe.db.set_value(arrangement.doctype, arrangement.name, "next_review_on", add_days(today(), 14))
    found = [document.name for document in due.get_documents_for_today()]
    assert arrangement.name in found
    overdue = frappe.get_doc("Notification", "ITSM Arrangement Review Overdue")
    assert arrangement.name not in [document.name for document in overdue.get_documents_for_today()]
    frappe.db.set_value(arrangement.doctype, arrangement.name, "next_review_on", add_days(today(), -1))
    assert arrangement.name in [document.name for document in overdue.get_documents_for_today()]


# -- minutes ---------------------------------------------------------------------------------------------------------


def test_minutes(arrangement, as_user):
    review = make_review(arrangement, "Draft", attendees="<b>Ours</b>", improvements=[improvement(2), improvement(1)])
    with as_user(OWNER):
        assert "nobody has approved it" in frappe.get_print(REVIEW, review.name, MINUTES)
        review.approve()
    with as_user(AUDITOR):
        page = frappe.get_print(REVIEW, review.name, MINUTES)
    for text in ("Incidents solved in time", "90", "two without a record", "Improvement Needed", review.content_hash):
        assert text in page
    assert "nobody has approved it" not in page
    assert "&lt;b&gt;Ours" in page and "<b>Ours" not in page
