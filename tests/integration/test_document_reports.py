"""The reports on documents: register, completeness, comparison, and who has acknowledged."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.compat import bulk_insert
from sms_iso20000.conformity.engine import evaluate
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.sms_iso20000.report.itsm_acknowledgement_status import itsm_acknowledgement_status as acknowledgements
from sms_iso20000.sms_iso20000.report.itsm_document_completeness import itsm_document_completeness as completeness
from sms_iso20000.sms_iso20000.report.itsm_document_register import itsm_document_register as register
from sms_iso20000.sms_iso20000.report.itsm_revision_comparison import itsm_revision_comparison as comparison
from tests.integration import stage
from tests.integration.doors import call
from tests.integration.made.documents import make_document
from tests.integration.made.objectives import make_objective
from tests.integration.made.processes import process_of
from tests.integration.made.verdicts import put
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, TOP, acting_as

REPORTS = ("ITSM Document Register", "ITSM Document Completeness", "ITSM Revision Comparison")


def listed(system, **filters) -> list:
    return register.execute({"system": system.name, **filters})[1]


def next_revision(document, steps: int, **values):
    with acting_as(MANAGER):
        revision = frappe.get_doc(document.doctype, document.start_new_revision())
        revision.update({"change_summary": "Shorter.", **values})
        revision.save()
    stage.take_steps(revision, steps)
    return revision


# -- register --------------------------------------------------------------------------------------------------------


def test_register_lists_every_revision_of_policies_and_documents(system):
    policy = stage.make_policy(system, "In Force")
    procedure = make_document(system)
    draft = next_revision(procedure, 0)
    plan = make_document(system, kind="Plan", code="PLAN-01", title="Plan")
    with acting_as(STAFF):
        frappe.get_doc("ITSM Acknowledgement", {"reference_name": procedure.name, "user": STAFF}).acknowledge()
    rows = {row.name: row for row in listed(system)}
    assert list(rows) == [policy.name, plan.name, procedure.name, draft.name]
    row = rows[procedure.name]
    assert (row.doctype, row.code, row.kind, row.revision) == ("ITSM Document", "PRO-01", "Procedure", 1)
    assert (row.workflow_state, row.document_owner, row.approver) == ("In Force", OWNER, TOP)
    assert (row.share, row.share_of, row.overdue) == (50.0, "Acknowledged", False)
    assert (rows[plan.name].share, rows[plan.name].share_of) == (0.0, "Told")
    assert (rows[draft.name].share, rows[draft.name].share_of) == (None, None)
    assert (rows[policy.name].document_owner, rows[policy.name].approver) == (MANAGER, TOP)
    assert rows[policy.name].share == 0.0


def test_nobody_asked_is_no_share(system):
    document = make_document(system)
    frappe.db.delete("ITSM Acknowledgement", {"reference_name": document.name})
    (row,) = listed(system)
    assert (row.share, row.share_of) == (None, "")


def test_register_filters(system):
    late, soon, far, draft = (
        make_document(system, state, code=code, kind=kind)
        for code, state, kind in (
            ("LATE", "In Force", "Plan"),
            ("SOON", "In Force", "Procedure"),
            ("FAR", "In Force", "Procedure"),
            ("DRAFT", "Draft", "Plan"),
        )
    )
    put(late, next_review_on=add_days(today(), -1))
    put(soon, next_review_on=add_days(today(), 30))
    put(far, next_review_on=add_days(today(), 31))

    def names(**filters) -> list[str]:
        return [row.name for row in listed(system, **filters)]

    assert names(review="Overdue") == [late.name]
    assert names(review="Due in 30 Days") == [soon.name]
    assert names(kind="Plan") == [draft.name, late.name]
    assert names(state="Draft") == [draft.name]
    assert names(code="oo") == [soon.name]
    assert [row.overdue for row in listed(system, code="LATE")] == [True]
    figures = {card["label"]: card["value"] for card in register.execute({"system": system.name})[4]}
    assert figures == {"Revisions": 4, "In Force": 3, "In Preparation": 1, "Reviews Overdue": 1}


def test_what_has_ended_is_not_overdue(system):
    document = make_document(system)
    put(document, workflow_state="Withdrawn", next_review_on=add_days(today(), -1))
    (row,) = listed(system)
    assert (row.overdue, row.next_review_on, row.share) == (False, None, None)


def test_staff_see_what_is_in_force_and_for_them(system, as_user):
    document = make_document(system)
    draft = next_revision(document, 0)
    secret = make_document(
        system, code="SECRET", is_restricted=1, audience=[{"audience_type": "User", "audience": MANAGER}]
    )
    with as_user(STAFF):
        assert [row.name for row in listed(system)] == [document.name]
    with as_user(AUDITOR):
        assert [row.name for row in listed(system)] == [document.name, draft.name, secret.name]


def test_without_a_system_nothing_is_shown(system):
    make_document(system)
    for report in (register, completeness):
        assert report.execute({})[1] == []


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize(
    ("user", "may"), [(MANAGER, True), (OWNER, True), (EXTERNAL, True), (STAFF, None), (OUTSIDER, False)]
)
def test_who_may_run_the_reports(report, user, may, as_user):
    system = stage.make_system(external_auditors=[{"user": EXTERNAL, "access_until": today()}])
    document = make_document(system)
    stage.commit(system)
    filters = {"system": system.name}
    if report == "ITSM Revision Comparison":
        filters = {"document_type": "ITSM Document", "earlier": document.name, "later": document.name}
    may = report != "ITSM Document Completeness" if may is None else may
    with as_user(user):
        body = {"report_name": report, "filters": frappe.as_json(filters)}
        assert (call("POST", "/api/method/frappe.desk.query_report.run", body)[0] == 200) is may


def bulk_documents(system, number: int, beginning: int = 0) -> None:
    bulk_insert(
        "ITSM Document",
        (
            {
                "name": f"{system.name} {index}",
                "system": system.name,
                "code": f"C-{index}",
                "title": "Document",
                "kind": "Process Description",
                "revision": 1,
                "workflow_state": "In Force",
                "next_review_on": today(),
            }
            for index in range(beginning, beginning + number)
        ),
    )


@pytest.mark.parametrize("report", [register, completeness])
def test_a_thousand_documents_cost_no_more_queries(report, system, query_count, as_user):
    bulk_documents(system, 10)
    with as_user(MANAGER):
        work = lambda: report.execute({"system": system.name})  # noqa: E731
        work()
        few = query_count(work)
        bulk_documents(system, 990, beginning=10)
        assert query_count(work) == few
    assert report is completeness or len(work()[1]) == 1000


# -- completeness ----------------------------------------------------------------------------------------------------


def headings(system) -> dict[str, tuple[str, str]]:
    rows = completeness.execute({"system": system.name})[1]
    return {row["clause"]: (row["status"], row["reason"]) for row in rows if not row["indent"]}


def furnish_step_by_step(system):
    yield "nothing"
    stage.make_policy(system, "In Force")
    make_objective(system, "Approved")
    yield "policy and objectives"
    plan = make_document(system, kind="Plan", code="PLAN")
    yield "a plan"
    put(plan, next_review_on=add_days(today(), -1))
    yield "an old plan"
    process = {"use_doctype": "ITSM Process", "use_name": process_of(system, "9.2").name}
    make_document(system, kind="Process Description", code="CHG", points_of_use=[process])
    yield "a description"
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 0)
    yield "nothing operated"


def test_report_and_matrix_never_disagree(system):
    for step in furnish_step_by_step(system):
        shown = headings(system)
        assert len(shown) == 8
        for clause, (status, _reason) in shown.items():
            assert status == evaluate(clause, Scope(system.name)).status.value, (step, clause)


def test_completeness_says_what_is_missing_and_overdue(system):
    frappe.db.set_value("ITSM Process", {"system": system.name, "clause": ["!=", "9.2"]}, "is_active", 0)
    change = process_of(system, "9.2")
    plan = make_document(system, kind="Plan", code="PLAN", title="Our Plan")
    put(plan, next_review_on=add_days(today(), -1))
    draft = make_document(
        system,
        "Draft",
        kind="Process Description",
        code="CHG",
        title="Changes",
        points_of_use=[{"use_doctype": "ITSM Process", "use_name": change.name}],
    )
    assert draft.workflow_state == "Draft"
    rows = {row["needed"]: row for row in completeness.execute({"system": system.name})[1]}
    assert (rows["Plan"]["in_force"], rows["Plan"]["overdue"], rows["Plan"]["missing"]) == (
        "PLAN Our Plan",
        "PLAN Our Plan",
        False,
    )
    described = rows[f"Process Description: 9.2 {change.title}"]
    assert (described["waiting"], described["missing"], described["status"]) == ("CHG Changes", True, "Missing")
    gaps = completeness.execute({"system": system.name, "gaps": 1})[1]
    assert {row["needed"] for row in gaps} <= set(rows)
    assert described in gaps


# -- comparison ------------------------------------------------------------------------------------------------------


def compared(earlier, later) -> list[dict]:
    filters = {"document_type": later.doctype, "earlier": earlier.name, "later": later.name}
    return comparison.execute(filters)[1]


def of_section(rows: list[dict], section: str) -> list[tuple]:
    return [(row["what"], row["change"], row["before"], row["after"]) for row in rows if row["section"] == section]


@pytest.fixture
def two_revisions(system):
    earlier = make_document(system, content="<p>One</p><p>Two &lt;b&gt;</p><p>Three</p>")
    change = {"use_doctype": "ITSM Process", "use_name": process_of(system, "9.2").name}
    with acting_as(MANAGER):
        later = frappe.get_doc("ITSM Document", earlier.start_new_revision())
        later.update({"title": "Documents", "change_summary": "Three became two.", "points_of_use": [change]})
        later.content = "<p>One</p><p>Two &lt;script&gt;alert(1)&lt;/script&gt;</p><p>Three</p>"
        later.save(ignore_version=False)
    return earlier, later


def test_fields_rows_text_and_versions(two_revisions):
    earlier, later = two_revisions
    rows = compared(earlier, later)
    assert ("Title", "Changed", "Control of Documents", "Documents") in of_section(rows, "Fields")
    ((table, change, before, after),) = (row for row in of_section(rows, "Rows") if row[0] == "Points of Use")
    assert (change, before, after.startswith("ITSM Process · ")) == ("Added", "", True)
    assert table == "Points of Use"
    assert [row[1:] for row in of_section(rows, "Text")] == [
        ("Same", "One", "One"),
        ("Removed", "Two &lt;b&gt;", ""),
        ("Added", "", "Two &lt;script&gt;alert(1)&lt;/script&gt;"),
        ("Same", "Three", "Three"),
    ]
    versions = [row for row in rows if row["section"] == "Versions"]
    assert ("Title", "Changed", "Control of Documents", "Documents") in of_section(rows, "Versions")
    assert {row["person"] for row in versions} == {frappe.utils.get_fullname(MANAGER)}
    assert all(row["moment"] for row in versions)


def test_the_order_is_free(two_revisions):
    earlier, later = two_revisions
    assert ("Title", "Changed", "Documents", "Control of Documents") in of_section(compared(later, earlier), "Fields")


def test_a_revision_does_not_differ_from_itself(system):
    document = make_document(system)
    filters = {"document_type": "ITSM Document", "earlier": document.name, "later": document.name}
    _columns, rows, message = comparison.execute(filters)
    assert message.endswith("<br>Nothing differs between these revisions.")
    assert {row["section"] for row in rows} <= {"Versions"}


def test_policies_are_compared_too(system):
    earlier = stage.make_policy(system, "In Force")
    later = next_revision(earlier, 0, fitness_for_purpose="It serves <i>all</i> divisions.")
    texts = [row[3] for row in of_section(compared(earlier, later), "Fields")]
    assert any("all" in text and "<i>" not in text for text in texts)


def test_markup_reaches_nobody(two_revisions):
    for row in compared(*two_revisions):
        assert not any("<" in value for value in row.values() if isinstance(value, str))


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"document_type": "ITSM Document"},
        {"document_type": "User", "earlier": MANAGER, "later": STAFF},
        {"document_type": "ITSM Policy", "earlier": "ITSM-DOC-00001", "later": "ITSM-DOC-00001"},
    ],
)
def test_nothing_else_is_compared(filters):
    assert comparison.execute(filters)[1:] == ([], "Choose two revisions to compare.")


def test_both_must_be_readable(two_revisions, as_user):
    earlier, later = two_revisions
    with as_user(STAFF):
        assert compared(earlier, earlier) is not None
        for pair in ((earlier, later), (later, earlier), (later, later)):
            with pytest.raises(frappe.PermissionError):
                compared(*pair)


# -- acknowledgements ------------------------------------------------------------------------------------------------


def test_acknowledgements_of_policies_and_documents(system):
    policy, document = stage.make_policy(system, "In Force"), make_document(system)

    def titles(**filters) -> set[str]:
        return {row.title for row in acknowledgements.execute({"system": system.name, **filters})[1]}

    assert titles() == {policy.title, document.title}
    assert titles(document_type="ITSM Policy") == {policy.title}
    assert titles(document_type="ITSM Document") == {document.title}
    assert titles(document_type="ITSM Document", document=document.name) == {document.title}
    assert titles(document=policy.name) == {policy.title}
    assert titles(document_type="ITSM Document", document=policy.name) == set()
