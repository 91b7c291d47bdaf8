"""What a management review is told of corrective and preventive actions (4.5.4.3 h)."""

import frappe
from frappe.utils import add_days, add_months, get_last_day, getdate, today

from sms_iso20000.governance.preventive import draft_preventive_actions
from tests.integration.made.actions import make_action
from tests.integration.made.compiled import compiled, day, figures, gaps, put_back, rows, titles
from tests.integration.made.nonconformities import bring_to, decide, make_nonconformity
from tests.integration.made.services import make_obligation
from tests.integration.stage import MANAGER, STAFF


def preventive(system, status: str = "Open", **values):
    return make_action(system, status, kind="Preventive", **values)


def test_no_action_on_record(system):
    make_action(system, title="Of another kind")
    section = compiled(system, "actions")
    assert not section.has_data and gaps(section) == ["no_action_on_record"]


def test_a_nonconformity_without_actions_is_data(system):
    make_nonconformity(system)
    section = compiled(system, "actions")
    found = figures(section)
    assert (found["nonconformities_open"], found["nonconformities_reported"], found["corrective_open"]) == (1, 1, 0)
    assert section.tables == () and gaps(section) == ["no_action_verified"]


def test_actions_by_state_and_effectiveness(system):
    for status in ("Open", "In Progress", "Done", "Verified", "Verified", "Ineffective", "Cancelled"):
        preventive(system, status)
    make_nonconformity(system, "In Action")
    section = compiled(system, "actions")
    assert rows(section, "actions_by_status") == [
        ["Correction", 0, 0, 0, 0, 0, 0],
        ["Corrective", 1, 0, 0, 0, 0, 0],
        ["Preventive", 1, 1, 1, 2, 1, 1],
    ]
    found = figures(section)
    # Done is not over before it is verified, and what did not work is still to be done.
    assert (found["corrective_open"], found["preventive_open"], found["actions_age_30"]) == (1, 4, 5)
    assert found["actions_effective"] == 66.7
    assert gaps(section) == []
    assert section.curves[1].values[-1] == 3


def test_overdue_and_old(system):
    late = preventive(system, title="Late")
    later = preventive(system, "In Progress", title="Very late", responsible=MANAGER)
    put_back(late, 40, "due_on")
    put_back(later, 130, "due_on")
    section = compiled(system, "actions")
    found = figures(section)
    assert (found["actions_overdue"], found["actions_longest_late"]) == (2, 100)
    assert [found[f"actions_age_{age}"] for age in ("30", "60", "90", "over")] == [0, 1, 0, 1]
    assert titles(section, "actions_longest_overdue") == ["Very late", "Late"]
    assert rows(section, "actions_longest_overdue")[0][1:] == ["Preventive", "Manager", str(day(100)), 100]
    before = compiled(system, "actions", 120)
    assert figures(before)["actions_overdue"] == 0 and figures(before)["preventive_open"] == 1


def test_what_was_done_and_verified_later(system, as_user):
    action = preventive(system)
    put_back(action, 50, "due_on")
    with as_user(STAFF):
        action.complete("The line is up.")
    with as_user(MANAGER):
        action.check(1, "Measured.")
    before, now = compiled(system, "actions", 10), compiled(system, "actions")
    assert figures(before)["actions_overdue"] == 1 and gaps(before) == ["no_action_verified"]
    assert figures(now)["actions_overdue"] == 0 and figures(now)["actions_effective"] == 100
    assert before.curves[1].values == [0] * 12


def test_nonconformities_of_the_period(system):
    case = make_nonconformity(system, "Verification")
    put_back(case, 30, "reported_on")
    bring_to(case, "Closed")
    decide(make_nonconformity(system, title="Rejected"), "Rejected", "It was test data.", MANAGER)
    old = make_nonconformity(system, title="Before")
    put_back(old, 300, "reported_on", "due_on")
    again = make_nonconformity(system, title="Once more")
    frappe.db.set_value(again.doctype, again.name, "recurrence_of", case.name)
    found = figures(compiled(system, "actions"))
    assert found["nonconformities_reported"] == 2
    assert (found["nonconformities_closed"], found["nonconformity_days"]) == (1, 30)
    assert (found["nonconformities_open"], found["nonconformities_overdue"]) == (2, 1)
    assert found["causes_back"] == 1
    before = figures(compiled(system, "actions", 10))
    assert (before["nonconformities_closed"], before["nonconformities_open"]) == (0, 2)
    assert "nonconformity_days" not in before


def test_open_nonconformities_by_month(system):
    case = make_nonconformity(system)
    put_back(case, 100, "reported_on")
    (curve, _done) = compiled(system, "actions").curves
    assert len(curve.months) == 12 and curve.months[-1] == today()[:7]
    ends = [getdate(get_last_day(add_months(today(), -back))) for back in range(11, -1, -1)]
    assert list(curve.values) == [int(end >= day(100)) for end in ends]
    assert 3 <= sum(curve.values) <= 5


def test_signs_without_action(system):
    obligation = make_obligation(system, ends_on=add_days(today(), 10))
    put_back(obligation, 300)
    assert figures(compiled(system, "actions"))["signs_without_action"] == 1
    # So early, its end was too far off to be a sign, or nobody knew of it.
    assert gaps(compiled(system, "actions", 250)) == ["no_action_on_record"]
    put_back(obligation, -299)
    assert gaps(compiled(system, "actions", 2)) == ["no_action_on_record"]
    draft_preventive_actions(system.name)
    assert figures(compiled(system, "actions"))["signs_without_action"] == 0
    # The action came later than the day before.
    assert figures(compiled(system, "actions", 1))["signs_without_action"] == 1
