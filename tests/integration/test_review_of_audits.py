"""What a management review is told of audits and their follow-up (4.5.4.3 f)."""

import frappe
from frappe.utils import add_months, get_first_day, get_last_day, today

from tests.integration.made.audit_programmes import make_programme, slots_in
from tests.integration.made.audits import make_audit, take
from tests.integration.made.compiled import compiled, day, figures, gaps, put_back, rows, titles
from tests.integration.made.nonconformities import make_nonconformity


def certified(system, **values):
    """A reported audit of a certification body, as it is kept."""
    audit = make_audit(
        system, kind="Surveillance", certification_body="Bureau", lead_auditor=None, title="Surveillance"
    )
    frappe.db.set_value(
        audit.doctype, audit.name, {"workflow_state": "Follow-up", "reported_on": f"{day(40)} 10:00:00", **values}
    )
    put_back(audit, 60)
    return audit


def test_no_audit_on_record(system):
    section = compiled(system, "audits")
    assert not section.has_data and gaps(section) == ["no_audit_on_record"]


def test_an_audit_that_is_only_planned(system):
    make_audit(system)
    section = compiled(system, "audits")
    assert set(figures(section).values()) == {0} and section.tables == ()
    assert gaps(section) == ["no_programme_at_work"]


def test_what_was_reported_and_found(system):
    audit = make_audit(system, "Follow-up")
    make_audit(system, "Reporting", title="Not reported")
    make_nonconformity(system, title="Not of an audit")
    section = compiled(system, "audits")
    found = figures(section)
    assert (found["audits_internal"], found["audits_supplier"], found["audits_external"]) == (1, 0, 0)
    assert [found[f"found_{result}"] for result in ("major", "minor", "concern", "opportunity")] == [0, 1, 0, 0]
    assert [found[code] for code in ("findings_open_major", "findings_open_minor", "findings_concern")] == [0, 1, 0]
    assert (found["findings_age_30"], found["findings_age_over"], found["findings_overdue"]) == (1, 0, 0)
    assert rows(section, "audits_reported") == [[[audit.doctype, audit.name, audit.title], "Internal", today(), 1, 1]]
    (finding,) = rows(section, "findings_oldest")
    assert finding[1:4] == ["Minor", [audit.doctype, audit.name, audit.title], today()]


def test_old_findings(system):
    audit = make_audit(system, "Follow-up")
    put_back(audit, 200, "reported_on")
    case = frappe.get_doc("ITSM Nonconformity", {"reference_name": audit.name})
    put_back(case, 200, "reported_on", "due_on")
    section = compiled(system, "audits")
    found = figures(section)
    # The audit lies before the period; what it found is still open.
    assert (found["audits_internal"], found["found_minor"]) == (0, 0) and rows(section, "audits_reported") == []
    assert (found["findings_open_minor"], found["findings_age_over"], found["findings_overdue"]) == (1, 1, 1)
    assert titles(section, "findings_oldest") == [case.title]
    assert section.curves[0].values[-1] == 1


def test_what_was_reported_and_settled_later(system):
    audit = make_audit(system, "Reporting")
    put_back(audit, 50)
    take(audit, "Issue Report")
    take(audit, "Close Audit")
    before, now = compiled(system, "audits", 10), compiled(system, "audits")
    assert figures(before)["audits_internal"] == 0 and rows(before, "findings_oldest") == []
    assert figures(now)["audits_internal"] == 1
    # The nonconformity was rejected.
    assert figures(now)["findings_open_minor"] == 0 and figures(now)["found_minor"] == 1


def test_answers_to_certification_bodies(system):
    certified(system, response_due_on=day(-5))
    certified(system, response_due_on=day(5))
    certified(system, response_due_on=day(20), responded_on=day(15))
    certified(system, response_due_on=day(20), responded_on=day(25))

    def answers(days_ago: int) -> list:
        found = figures(compiled(system, "audits", days_ago))
        return [found[code] for code in ("answers_due", "answers_overdue", "answers_late", "audits_external")]

    assert answers(0) == [2, 1, 1, 4]
    assert answers(17) == [3, 1, 0, 4]
    assert answers(30) == [4, 0, 0, 4]


def test_progress_and_coverage_of_the_programme(system):
    programme = make_programme(system, "Running")
    slots = slots_in(programme)
    found = figures(compiled(system, "audits"))
    assert (found["slots_done"], found["slots_to_come"], found["slots_overdue"]) == (0, len(slots), 0)
    assert found["coverage_holes"] == 0
    slots[0].write(status="Dropped", drop_reason="Nobody is free.")
    assert figures(compiled(system, "audits"))["coverage_holes"] == 1
    assert gaps(compiled(system, "audits")) == []
    assert gaps(compiled(system, "audits", 40)) == ["no_audit_on_record"]


def test_a_slot_is_done_when_its_audit_is_reported(system):
    start = get_first_day(add_months(today(), -2))
    programme = make_programme(system, "Running")
    audit = make_audit(system, "Follow-up")
    (slot,) = slots_in(programme)[:1]
    slot.write(status="Done", audit=audit.name)
    values = {"cycle_start": start, "cycle_end": get_last_day(add_months(start, 11))}
    frappe.db.set_value(programme.doctype, programme.name, values)
    assert figures(compiled(system, "audits"))["slots_done"] == 1
    assert figures(compiled(system, "audits", 10))["slots_done"] == 0
