"""Reports to top management: facts from live records, signed by who is in office, told and answered."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from sms_iso20000 import tasks
from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.governance.report_facts import draft_facts
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.made.compiled import put_back
from tests.integration.made.improvements import approve, evaluate, make_improvement, make_improvement_policy
from tests.integration.made.nonconformities import make_nonconformity
from tests.integration.made.objectives import make_objective
from tests.integration.made.reports import hold_office, last_quarter, make_report, report_values
from tests.integration.made.risk import bulk_risks, make_risk
from tests.integration.records import decisions_on, refused
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF, TOP, TOP_TWO

SUBJECTS = ["Service Performance", "Objectives", "Risks", "Nonconformities", "Improvements", "Conformity"]


def stored(report, *fields):
    return frappe.db.get_value("ITSM Management Report", report.name, fields)


def rows_of(report) -> list[tuple]:
    """Comments and facts in the database, by subject."""
    return [
        (row.kind, row.has_data, row.facts, row.comment)
        for row in frappe.get_doc("ITSM Management Report", report.name).sections
    ]


def facts_of(system, kind: str) -> tuple[bool, str]:
    section = next(section for section in draft_facts(system.name, last_quarter()) if section.kind == kind)
    return section.has_data, section.facts


@pytest.fixture
def report(system):
    return make_report(system)


@pytest.fixture
def signed(system):
    return make_report(system, "Signed")


def test_whole_life(system):
    report = make_report(system, "Answered")
    assert stored(report, "status", "signed_by", "answered_by", "answer") == (
        "Answered",
        MANAGER,
        TOP,
        "Order the second line.",
    )
    assert decisions_on(report) == [("Signed", MANAGER), ("Answered", TOP)]
    report.reload()
    assert report.content_hash == report.computed_hash()
    (sealed,) = frappe.get_all(
        "ITSM Decision",
        filters={"reference_name": report.name, "decision": "Signed"},
        pluck="content_hash",
        order_by="sequence asc",
    )
    assert sealed == report.content_hash


def test_top_management_is_told(signed):
    communication = frappe.get_doc("ITSM Communication", stored(signed, "communication"))
    assert (communication.purpose, communication.reference_name) == ("Report to Top Management", signed.name)
    assert communication.title == f"{signed.system}: {signed.title}"
    assert {row.audience for row in communication.audience} == {TOP, TOP_TWO}
    assert "the network did not" in communication.content
    receipts = frappe.get_all(
        "ITSM Communication Receipt", {"communication": communication.name}, pluck="user", order_by="name asc"
    )
    assert set(receipts) == {TOP, TOP_TWO}


# -- draft -----------------------------------------------------------------------------------------------------------


def test_a_new_report_has_facts_on_every_subject(report, system):
    quarter = last_quarter()
    assert [row[0] for row in rows_of(report)] == SUBJECTS
    assert all("No data: " in facts and not has_data for _kind, has_data, facts, _comment in rows_of(report))
    title, drafted_on = stored(report, "title", "drafted_on")
    assert title == f"Report {quarter.start:%Y-%m} to {quarter.end:%Y-%m}"
    assert drafted_on.date() == getdate()


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        ("2025-01-02", "2025-03-31", ("report_not_whole_months",)),
        ("2025-01-01", "2025-03-30", ("report_not_whole_months",)),
        ("2025-04-01", "2025-03-31", ("report_ends_before_start",)),
        ("2025-04-01", "2099-12-31", ("report_period_not_over", "report_overlaps")),
    ],
)
@pytest.mark.parametrize("door", DOORS)
def test_bad_periods(door, start, end, codes, report, system, as_user):
    with as_user(MANAGER):
        assert refused(frappe.get_doc(report_values(system, period_start=start, period_end=end)).insert) == codes
        own = tuple(code for code in codes if code != "report_overlaps")
        assert door(report, period_start=start, period_end=end).codes == own
    assert stored(report, "period_start", "period_end") == (last_quarter().start, last_quarter().end)
    assert frappe.db.count(report.doctype, {"system": system.name}) == 1


def test_no_month_is_reported_twice(report, system, as_user):
    with as_user(MANAGER):
        assert refused(frappe.get_doc(report_values(system)).insert) == ("report_overlaps",)
    make_report(stage.make_system())


def test_another_period_brings_other_facts(report, as_user):
    with as_user(MANAGER):
        report.update({"period_start": "2025-01-01", "period_end": "2025-03-31"})
        report.sections[0].comment = "Stays."
        report.save()
    assert "2025-01 to 2025-03" in stored(report, "title")
    assert rows_of(report)[0][3] == "Stays."


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "change", [{"facts": "<p>All is well.</p>"}, {"has_data": 1}, {"kind": "Improvements"}, {"comment": "Fine."}]
)
def test_only_comments_are_written_by_hand(door, change, report, as_user):
    before = rows_of(report)
    rows = [row.as_dict() for row in report.sections]
    rows[0].update(change)
    with as_user(MANAGER):
        refusal = door(report, sections=[{**row, "creation": None, "modified": None} for row in rows])
    if "comment" in change:
        assert refusal is None and rows_of(report)[0][3] == "Fine."
    else:
        assert refusal.codes == ("changed_by_hand",)
        assert rows_of(report) == before


@pytest.mark.parametrize("door", DOORS)
def test_facts_are_not_left_out(door, report, as_user):
    with as_user(MANAGER):
        assert door(report, sections=[]).codes == ("changed_by_hand",)
    assert [row[0] for row in rows_of(report)] == SUBJECTS


def test_facts_given_with_a_new_report_are_refused(system, as_user):
    values = report_values(system, sections=[{"kind": "Objectives", "has_data": 1, "facts": "All reached."}])
    with as_user(MANAGER):
        assert refused(frappe.get_doc(values).insert) == ("changed_by_hand",)


def test_redrafting_keeps_what_people_wrote(report, system, as_user):
    with as_user(MANAGER):
        report.sections[1].comment = "Set in spring."
        report.save()
    make_objective(system, "Approved")
    with as_user(MANAGER):
        report.redraft()
    kind, has_data, facts, comment = rows_of(report)[1]
    assert (kind, has_data, comment) == ("Objectives", 1, "Set in spring.")
    assert "No Data: 1" in facts
    assert stored(report, "summary") == "<p>Services held, the network did not.</p>"


@pytest.mark.parametrize("user", [TOP, AUDITOR, STAFF, OWNER])
def test_who_drafts(user, system, report, as_user):
    other = stage.make_system()
    with as_user(user), pytest.raises(frappe.PermissionError):
        frappe.get_doc(report_values(other)).insert()
    if user != TOP:
        with as_user(user), pytest.raises(frappe.PermissionError):
            report.redraft()


# -- facts -----------------------------------------------------------------------------------------------------------


def test_service_performance(system):
    source = stage.make_source(system, title="Tickets <b>of</b> ours")
    quarter = last_quarter()
    stage.make_tickets(system, quarter.before.start, {"yes": 1, "no": 1})
    stage.make_tickets(system, quarter.start, {"yes": 3, "no": 1, "paused": 1})
    freeze_month(source, quarter.before.start)
    assert facts_of(system, "Service Performance")[0] is False
    freeze_month(source, quarter.start)
    has_data, facts = facts_of(system, "Service Performance")
    assert has_data
    assert "Tickets &lt;b&gt;of&lt;/b&gt; ours" in facts and "<b>" not in facts
    assert "<td>5</td><td>75 %</td><td>50 %</td><td>+25</td>" in facts
    assert f"no frozen month of {quarter.end:%Y-%m}" in facts
    assert f"no frozen month of {quarter.start:%Y-%m}" not in facts
    stage.make_tickets(system, quarter.start, {"yes": 4})
    freeze_month(source, quarter.start)
    assert "<td>9</td><td>87.5 %</td>" in facts_of(system, "Service Performance")[1]


def test_objectives(system, as_user):
    good, bad = (
        make_objective(system, "Approved", title=title, objective_owner=STAFF)
        for title in ("Fine", "Falls <b>short</b>")
    )
    make_objective(system, title="Not approved")
    with as_user(STAFF):
        good.check_in(today(), 99)
        bad.check_in(today(), 12)
    has_data, facts = facts_of(system, "Objectives")
    assert has_data
    assert "On Track: 1, At Risk: 1" in facts
    assert "Falls &lt;b&gt;short&lt;/b&gt;" in facts and "12 %" in facts and "at least 95 %" in facts
    assert "<td>Fine" not in facts and "Not approved" not in facts


def test_closed_objectives_belong_to_their_period(system, as_user):
    objective = make_objective(system, "Approved")
    with as_user(MANAGER):
        objective.close("Enough.")
    assert facts_of(system, "Objectives")[0] is False
    frappe.db.set_value("ITSM Objective", objective.name, "closed_on", last_quarter().end)
    assert facts_of(system, "Objectives")[0] is True


def test_risks(system):
    make_risk(system, "Assessed", title="Above & open")
    make_risk(system, "Accepted", title="Accepted one")
    overdue = make_risk(system, "Assessed", levels=(1, 1), title="Forgotten")
    frappe.db.set_value("ITSM Risk", overdue.name, "review_on", add_days(today(), -3))
    has_data, facts = facts_of(system, "Risks")
    assert has_data
    assert "Above &amp; open</td><td>12</td><td>Assessed</td><td>above the criterion and not accepted" in facts
    assert "Forgotten" in facts and "review overdue since" in facts
    assert "Accepted one" not in facts
    assert "in this period" not in facts
    decided = last_quarter().end
    frappe.db.set_value("ITSM Decision", {"system": system.name, "decision": "Assessed"}, "decided_on", decided)
    assert "Assessed in this period: 4" in facts_of(system, "Risks")[1]


def test_conformity(system):
    run = run_conformity(system.name)
    has_data, facts = facts_of(system, "Conformity")
    assert has_data and "no run from before the period" in facts
    assert "No service management policy is in force" in facts
    earlier = last_quarter().start - timedelta(days=1)
    name = run if isinstance(run, str) else run.name
    frappe.db.set_value("ITSM Conformity Run", name, {"run_on": earlier, "readiness": 10})
    latest = run_conformity(system.name)
    readiness = frappe.db.get_value("ITSM Conformity Run", getattr(latest, "name", latest), "readiness")
    assert f"a change of {round(readiness - 10, 2):+g} points" in facts_of(system, "Conformity")[1]


def test_registers_that_nobody_used(report):
    for kind, has_data, facts, _comment in rows_of(report)[3:5]:
        assert not has_data
        assert f"no {kind.lower().removesuffix('ies').removesuffix('s')}" in facts


def test_nonconformities(system):
    into = (getdate(today()) - last_quarter().end).days
    first, closed = make_nonconformity(system, title="Old <b>copy</b>"), make_nonconformity(system, "Closed")
    for case in (first, closed):
        put_back(case, into, "reported_on", "closed_on", "due_on")
    make_nonconformity(system, title="Of this quarter", grade="Major")
    has_data, facts = facts_of(system, "Nonconformities")
    assert has_data
    assert "Reported in this period: 2 (Minor: 2)" in facts
    assert "Closed in this period: 1, on average 0 days after they were reported" in facts
    assert "Open at its end: 1 (Minor: 1)" in facts
    assert "<table" not in facts and "Of this quarter" not in facts
    frappe.db.set_value(first.doctype, first.name, {"due_on": last_quarter().start, "area_manager": OWNER})
    facts = facts_of(system, "Nonconformities")[1]
    assert "Old &lt;b&gt;copy&lt;/b&gt;</td><td>Minor</td><td>Reported" in facts and "<td>Owner</td>" in facts


def test_a_period_before_the_first_nonconformity(system):
    """None was on record then, which is not the same as none."""
    make_nonconformity(system)
    assert facts_of(system, "Nonconformities")[0] is False


def test_improvements(system):
    make_improvement_policy(system)
    into = (getdate(today()) - last_quarter().end).days
    closed = make_improvement(system, "Closed", title="Answers & more")
    waiting = make_improvement(system, title="A new hall")
    evaluate(waiting, estimated_cost=10_000_000)
    for improvement in (closed, waiting):
        put_back(improvement, into, "proposed_on", "closed_on")
    has_data, facts = facts_of(system, "Improvements")
    assert has_data
    assert "Proposed in this period: 2; approved: 1; closed: 1; rejected: 0" in facts
    assert "Answers &amp; more</td>" in facts and "Three hours a day saved.</td><td>1</td><td>0</td>" in facts
    assert "A new hall</td>" in facts
    approve(waiting)
    # It was approved only later.
    assert "A new hall</td>" in facts_of(system, "Improvements")[1]


def test_facts_are_drafted_in_the_language_of_who_drafts(system):
    frappe.local.lang = "zh"
    has_data, facts = facts_of(system, "Nonconformities")
    assert not has_data and "不符合" in facts


def past_case(system) -> None:
    """An overdue nonconformity and an improvement of the last quarter."""
    into = (getdate(today()) - last_quarter().end).days
    put_back(make_nonconformity(system), into + 1, "reported_on")
    frappe.db.set_value("ITSM Nonconformity", {"system": system.name}, "due_on", last_quarter().start)
    put_back(make_improvement(system), into + 1, "proposed_on")


def test_drafting_costs_the_same_for_many(system, query_count):
    quarter = last_quarter()

    def draft():
        draft_facts(system.name, quarter)

    source = stage.make_source(system)
    stage.make_tickets(system, quarter.start, {"yes": 1})
    freeze_month(source, quarter.start)
    make_objective(system, "Approved")
    bulk_risks(system, 1)
    past_case(system)
    frappe.db.set_value("ITSM Objective", {"system": system.name}, "progress", "Missed")
    draft()
    few = query_count(draft)
    for number in range(5):
        stage.make_source(system, title=f"Source {number}")
        make_objective(system, "Approved", title=f"Objective {number}", objective_owner=(STAFF, OWNER)[number % 2])
    frappe.db.set_value("ITSM Objective", {"system": system.name}, "progress", "Missed")
    bulk_risks(system, 50)
    for _number in range(5):
        past_case(system)
    draft()
    assert query_count(draft) == few


# -- signature and answer --------------------------------------------------------------------------------------------


def test_nobody_in_office(report, as_user):
    with as_user(MANAGER):
        assert refused(report.sign) == ("nobody_may_sign",)
    assert stored(report, "status") == "Draft"


def test_only_the_representative_in_office_signs(report, system, as_user):
    hold_office(system, MANAGER)
    hold_office(system, OWNER, "Deputy")
    for user in (TOP, OWNER):
        with as_user(user):
            assert refused(report.sign) == ("signer_not_in_office",)
    stage.commit(system)
    body = {"dt": report.doctype, "dn": report.name, "method": "sign"}
    with as_user(OWNER):
        assert request("POST", "/api/method/run_doc_method", body).codes == ("signer_not_in_office",)
    assert (stored(report, "status"), decisions_on(report)) == ("Draft", [])
    with as_user(MANAGER):
        assert request("POST", "/api/method/run_doc_method", body) is None
    assert stored(report, "status", "signed_by") == ("Signed", MANAGER)


def test_a_deputy_signs_while_there_is_no_representative(report, system, as_user):
    hold_office(system, OWNER, "Deputy")
    with as_user(MANAGER):
        assert refused(report.sign) == ("signer_not_in_office",)
    with as_user(OWNER):
        report.sign()
    assert stored(report, "status", "signed_by") == ("Signed", OWNER)


@pytest.mark.parametrize("summary", ["", "<p><br></p>", "<p>  </p>"])
def test_a_summary_is_needed(summary, system, as_user):
    report = make_report(system, summary=summary)
    hold_office(system, MANAGER)
    with as_user(MANAGER):
        assert refused(report.sign) == ("report_without_summary",)
    assert stored(report, "status", "communication") == ("Draft", None)


def test_signing_with_nobody_to_tell_leaves_nothing_behind(report, system, as_user):
    hold_office(system, MANAGER)
    frappe.db.delete("ITSM System Top Management", {"parent": system.name})
    stage.commit(system)
    body = {"dt": report.doctype, "dn": report.name, "method": "sign"}
    with as_user(MANAGER):
        assert request("POST", "/api/method/run_doc_method", body) is not None
    assert (stored(report, "status"), decisions_on(report)) == ("Draft", [])
    assert not frappe.db.exists("ITSM Communication", {"system": system.name})


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"summary": "<p>All is well.</p>"}, "sealed"),
        ({"proposals": ""}, "sealed"),
        ({"sections": []}, "sealed"),
        ({"status": "Draft"}, "changed_by_hand"),
        ({"answer": "Thanks."}, "changed_by_hand"),
        ({"signed_by": TOP}, "changed_by_hand"),
        ({"communication": None}, "changed_by_hand"),
    ],
)
def test_signed_content_and_life_stay(door, change, code, signed, as_user):
    fields = ("summary", "proposals", "status", "answer", "signed_by", "communication", "content_hash")
    before = (stored(signed, *fields), rows_of(signed))
    with as_user(MANAGER):
        refusal = door(signed, **change)
    assert refusal.codes == (code,)
    assert (stored(signed, *fields), rows_of(signed)) == before


def test_nothing_is_done_twice(signed, as_user):
    with as_user(MANAGER):
        assert refused(signed.sign) == refused(signed.redraft) == ("not_in_stage",)
    with as_user(TOP_TWO):
        signed.answer_report("Agreed.")
        assert refused(lambda: signed.answer_report("Again.")) == ("not_in_stage",)
    assert stored(signed, "answer") == "Agreed."


def test_answers_come_after_the_signature(report, as_user):
    with as_user(TOP):
        assert refused(lambda: report.answer_report("Good.")) == ("not_in_stage",)


def test_who_answers(signed, as_user):
    with as_user(MANAGER):
        codes = refused(lambda: signed.answer_report("Well done."))
    assert codes == ("answer_not_top_management", "answer_by_signer")
    with as_user(TOP):
        assert refused(lambda: signed.answer_report(" ")) == ("answer_missing",)
    for user in (AUDITOR, STAFF):
        with as_user(user), pytest.raises(frappe.PermissionError):
            frappe.get_doc(signed.doctype, signed.name).answer_report("Well done.")
    assert stored(signed, "status", "answer") == ("Signed", None)


def test_who_signed_does_not_answer(system, as_user):
    """A representative may be of top management; somebody else of it answers."""
    report = make_report(system)
    with as_user(TOP_TWO):
        appointment = frappe.get_doc(
            {
                "doctype": "ITSM Appointment",
                "system": system.name,
                "kind": "Management Representative",
                "appointee": TOP,
                "starts_on": today(),
                "authority": "Every process.",
                **dict.fromkeys(
                    ("duty_requirements", "duty_authorities", "duty_integration", "duty_assets", "duty_reporting"), 1
                ),
            }
        ).insert()
        appointment.appoint()
    with as_user(TOP):
        appointment.accept()
        report.sign()
        assert refused(lambda: report.answer_report("Fine.")) == ("answer_by_signer",)
    with as_user(TOP_TWO):
        report.answer_report("Fine.")
    assert stored(report, "answered_by") == TOP_TWO


def test_print(signed, as_user):
    with as_user(TOP):
        page = frappe.get_print(signed.doctype, signed.name, print_format="ITSM Management Report Sheet")
        assert "the network did not" in page and signed.content_hash in page
        assert "nobody has signed it" not in page
    with as_user(TOP):
        frappe.local.lang = "zh"
        assert "风险" in frappe.get_print(signed.doctype, signed.name, print_format="ITSM Management Report Sheet")


def test_a_draft_prints_as_a_draft(system, as_user):
    report = make_report(system)
    report.sections[0].comment = "Two <b>lines</b>\nof it."
    report.save()
    page = frappe.get_print(report.doctype, report.name, print_format="ITSM Management Report Sheet")
    assert "nobody has signed it" in page and "No data: " in page
    assert "<b>lines</b>" not in page and "<br>of it." in page


# -- at night --------------------------------------------------------------------------------------------------------


def drafts(system) -> list[tuple]:
    rows = frappe.get_all(
        "ITSM Management Report",
        filters={"system": system.name},
        fields=["period_start", "period_end"],
        order_by="period_start asc",
    )
    return [(row.period_start, row.period_end) for row in rows]


def test_due_reports_are_drafted_once(system):
    quarter = last_quarter()
    tasks.draft_due_reports()
    assert drafts(system) == [(quarter.start, quarter.end)]
    (name,) = frappe.get_all("ITSM Management Report", {"system": system.name}, pluck="name", order_by="name asc")
    assert frappe.db.count("Notification Log", {"document_name": name, "for_user": MANAGER}) == 1
    tasks.draft_due_reports()
    assert len(drafts(system)) == 1


def test_the_next_is_due_an_interval_later(system):
    frappe.db.set_value("ITSM System", system.name, "report_interval", 1)
    quarter = last_quarter()
    make_report(system, period_start=quarter.before.start.isoformat(), period_end=quarter.before.end.isoformat())
    tasks.draft_due_reports()
    first = getdate(today()).replace(day=1)
    assert drafts(system)[-1] == ((first - timedelta(days=1)).replace(day=1), first - timedelta(days=1))


def test_inactive_systems_have_no_reports(system):
    frappe.db.set_value("ITSM System", system.name, "is_active", 0)
    tasks.draft_due_reports()
    assert drafts(system) == []
