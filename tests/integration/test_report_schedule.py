"""Our reports on schedule through the host: who sends what to whom (4.5.3 f)."""

import frappe
import pytest

from sms_iso20000.api.report_schedule import schedule_report, scheduled_reports
from sms_iso20000.governance.report_schedule import remove_schedules, schedules_of
from tests.integration import stage
from tests.integration.doors import request
from tests.integration.made.processes import insert_raw
from tests.integration.made.resources import make_budget_line
from tests.integration.records import refused
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, STAFF, TOP, acting_as

OVERVIEW = "ITSM Budget Overview"


@pytest.fixture
def scheduler(system):
    """A manager to whom the host's administrator gave the role that schedules reports."""
    insert_raw("Has Role", parent=MANAGER, parenttype="User", parentfield="roles", role="Report Manager")
    frappe.clear_cache(user=MANAGER)
    yield MANAGER
    frappe.db.rollback()
    frappe.clear_cache(user=MANAGER)


def test_report_is_scheduled_by_the_host(system, scheduler):
    make_budget_line(system, title="Operation <b>of</b> the network")
    with acting_as(scheduler):
        name = schedule_report(system.name, OVERVIEW, "Weekly", f"{TOP}, {AUDITOR}")
        [row] = scheduled_reports(system.name)["schedules"]
    assert (row.name, row.report, row.frequency, row.enabled, row.user) == (name, OVERVIEW, "Weekly", 1, MANAGER)
    assert row.recipients == [TOP, AUDITOR]
    sent = frappe.get_doc("Auto Email Report", name).get_report_content()
    assert "100,000" in sent or "100000" in sent
    assert schedules_of(stage.make_system().name) == []


@pytest.mark.parametrize(
    ("report", "frequency", "recipients", "code"),
    [
        ("ITSM Conformity Comparison", "Weekly", TOP, "report_not_on_schedule"),
        ("Permitted Documents For User", "Weekly", TOP, "report_not_on_schedule"),
        (OVERVIEW, "Hourly", TOP, "unknown_frequency"),
        (OVERVIEW, "Weekly", " ", "no_recipient"),
        (OVERVIEW, "Weekly", "not an address", "recipient_may_not_read"),
        (OVERVIEW, "Weekly", "customer@elsewhere.example.com", "recipient_may_not_read"),
        (OVERVIEW, "Weekly", STAFF, "recipient_may_not_read"),
        # An external auditor whom the system does not name.
        (OVERVIEW, "Weekly", EXTERNAL, "recipient_may_not_read"),
    ],
)
def test_what_is_not_scheduled(report, frequency, recipients, code, system, scheduler):
    with acting_as(scheduler):
        assert refused(lambda: schedule_report(system.name, report, frequency, recipients)) == (code,)
    assert schedules_of(system.name) == []


def test_nothing_is_scheduled_twice(system, scheduler):
    with acting_as(scheduler):
        name = schedule_report(system.name, OVERVIEW, "Weekly", TOP)
        again = lambda: schedule_report(system.name, OVERVIEW, "Weekly", AUDITOR)  # noqa: E731
        assert refused(again) == ("report_scheduled_already",)
        frappe.db.set_value("Auto Email Report", name, "enabled", 0)
        assert again()


def test_who_may_not_open_the_report_does_not_send_it(system, scheduler):
    frappe.db.delete("Has Role", {"parent": OVERVIEW, "role": "ITSM Manager"})
    with acting_as(scheduler):
        assert refused(lambda: schedule_report(system.name, OVERVIEW, "Weekly", TOP)) == ("report_not_yours",)


@pytest.mark.parametrize("user", [MANAGER, AUDITOR, STAFF, OUTSIDER])
def test_scheduling_needs_the_permission_of_the_host(user, system):
    stage.commit(system)
    body = {"system": system.name, "report": OVERVIEW, "frequency": "Weekly", "recipients": TOP}
    with acting_as(user):
        assert request("POST", "/api/method/sms_iso20000.api.report_schedule.schedule_report", body).status == 403
    assert schedules_of(system.name) == []


def test_who_sees_what_is_scheduled(system, scheduler):
    with acting_as(scheduler):
        schedule_report(system.name, OVERVIEW, "Weekly", TOP)
    with acting_as(AUDITOR):
        seen = scheduled_reports(system.name)
        assert (len(seen["schedules"]), seen["may_schedule"]) == (1, False)
        assert OVERVIEW in seen["reports"]
    with acting_as(STAFF), pytest.raises(frappe.PermissionError):
        scheduled_reports(system.name)


def test_filters_that_cannot_be_read_are_of_no_system(system, scheduler):
    with acting_as(scheduler):
        name = schedule_report(system.name, OVERVIEW, "Weekly", TOP)
    for filters in ("{", "[]", None):
        frappe.db.set_value("Auto Email Report", name, "filters", filters)
        assert schedules_of(system.name) == []


def test_uninstalling_leaves_none_behind(system, scheduler):
    with acting_as(scheduler):
        schedule_report(system.name, OVERVIEW, "Weekly", TOP)
    remove_schedules()
    assert schedules_of(system.name) == []
