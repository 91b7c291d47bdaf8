"""What a management review is told of changes that could affect the system or the services (4.5.4.3 i)."""

import frappe

from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.arrangements import take as step_of_arrangement
from tests.integration.made.compiled import compiled, day, figures, gaps, put_back, rows, titles
from tests.integration.made.plans import make_plan
from tests.integration.made.services import make_obligation, make_service, take
from tests.integration.stage import MANAGER
from tests.integration.test_review_of_audits import certified


def test_nothing_on_record(system):
    section = compiled(system, "changes")
    assert not section.has_data and gaps(section) == ["nothing_to_change"]


def test_what_is_missing_beside_data(system):
    make_service(system, "Proposed")
    section = compiled(system, "changes")
    assert section.has_data and gaps(section) == ["no_obligation_on_record", "no_plan_to_drift"]
    assert "plan_drift" not in figures(section)


def test_obligations(system, as_user):
    make_obligation(system, title="New")
    ending = make_obligation(system, title="Ends", ends_on=day(-20))
    put_back(ending, 300)
    changed = make_obligation(system, title="Changed")
    put_back(changed, 300)
    with as_user(MANAGER):
        changed.duties = "Keep the records for ten years."
        changed.save(ignore_version=False)
    reviewed = make_obligation(system, title="Reviewed")
    put_back(reviewed, 300)
    with as_user(MANAGER):
        reviewed.review("It holds.")
    late = make_obligation(system, title="Late")
    put_back(late, 300)
    frappe.db.set_value(late.doctype, late.name, "next_review_on", day(3))
    section = compiled(system, "changes")
    found = figures(section)
    assert {code: value for code, value in found.items() if code.startswith("obligations")} == {
        "obligations": 5,
        "obligations_new": 1,
        "obligations_changed": 1,
        "obligations_ending": 1,
        "obligations_review_overdue": 1,
        "obligations_source_gone": 0,
    }
    ahead = [(row[0][2], *row[1:]) for row in rows(section, "changes_ahead")]
    assert ahead[:2] == [
        ("Late", "Next Review Due On", str(day(3))),
        ("Ends", "Last Day", str(day(-20))),
    ]
    before = figures(compiled(system, "changes", 10))
    assert (before["obligations"], before["obligations_new"], before["obligations_changed"]) == (4, 0, 0)
    assert before["obligations_review_overdue"] == 0


def test_a_review_of_an_obligation_is_no_change(system, as_user):
    obligation = make_obligation(system)
    put_back(obligation, 300)
    with as_user(MANAGER):
        obligation.last_reviewed_on = day(0)
        obligation.flags.by_own_function = True
        obligation.save(ignore_version=False)
    assert frappe.db.count("Version", {"docname": obligation.name}) == 1
    assert figures(compiled(system, "changes"))["obligations_changed"] == 0


def test_services(system):
    make_service(system, "Live", title="Live", code="A")
    service = make_service(system, "Live", title="Going", code="B")
    put_back(service, 20)
    take(service, "Retire Service")
    names = ("services_proposed", "services_in_transition", "services_put_live", "services_retired")
    now, before = figures(compiled(system, "changes")), figures(compiled(system, "changes", 10))
    assert [now[name] for name in names] == [2, 2, 2, 1]
    assert [before[name] for name in names] == [1, 1, 1, 0]


def test_other_parties(system):
    make_arrangement(system, title="Stays")
    ending = make_arrangement(system, title="Ends soon", ends_on=day(-30))
    put_back(ending, 300)
    over = make_arrangement(system, title="Over", ends_on=day(-40))
    put_back(over, 300)
    step_of_arrangement(over, "End Arrangement")
    section, before = compiled(system, "changes"), compiled(system, "changes", 10)
    found = figures(section)
    assert (found["parties_added"], found["arrangements_ended"], found["arrangements_ending"]) == (1, 1, 1)
    assert titles(section, "changes_ahead") == ["Ends soon"]
    found = figures(before)
    assert (found["parties_added"], found["arrangements_ended"], found["arrangements_ending"]) == (0, 0, 2)
    assert titles(before, "changes_ahead") == ["Ends soon", "Over"]


def test_certificates(system):
    certified(system, certificate="C1", certified_on=day(400), valid_until=day(-30))
    certified(system, certificate="C2", certified_on=day(10), valid_until=day(-1000))
    make_service(system, "Proposed")
    assert figures(compiled(system, "changes"))["certificates_expiring"] == 0
    # Before the second was given, the first was what there was.
    before = compiled(system, "changes", 20)
    assert figures(before)["certificates_expiring"] == 1
    assert rows(before, "changes_ahead")[-1][1:] == ["Valid Until", str(day(-30))]


def test_drift_of_the_plan(system):
    make_plan(system)
    assert figures(compiled(system, "changes"))["plan_drift"] == 0
    make_service(system, "In Transition", title="Printing", code="PRT")
    section = compiled(system, "changes")
    assert figures(section)["plan_drift"] == 1
    assert [(row[0][2], row[1]) for row in rows(section, "changes_of_plan")] == [("Printing", "Came")]
    assert figures(compiled(system, "changes", 1))["plan_drift"] == 0
