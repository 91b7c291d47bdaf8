"""Budget lines: what was allotted, what of it was spent and who looked, beside the accounts of the host (4.5.3 a)."""

from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.governance.budget import lines_of
from sms_iso20000.sms_iso20000.report.itsm_budget_overview.itsm_budget_overview import execute
from tests.integration import stage
from tests.integration.doors import DOORS
from tests.integration.made.accounts import Accounting, forget_accounts, keep_accounts
from tests.integration.made.erpnext import let_managers_read
from tests.integration.made.resources import budget_values, make_budget_line, year_from
from tests.integration.records import refused, stored
from tests.integration.stage import (
    ADMIN,
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    TOP,
    acting_as,
)


def as_(user: str, work):
    with acting_as(user):
        return refused(work)


def standings(system) -> dict[str, str]:
    return {row.title: row.standing for row in lines_of(system.name)}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"budgeted": -1}, "amount_negative"),
        ({"budgeted": "much"}, "amount_negative"),
        ({"period_end": "2020-01-01"}, "budget_ends_before_start"),
        ({"spent": 1}, "changed_by_hand"),
        ({"checked_by": TOP}, "changed_by_hand"),
        ({"reference_doctype": "User"}, "record_type_missing"),
        ({"reference_doctype": "ITSM System", "reference_name": "itself"}, "budget_record_type"),
    ],
)
def test_what_cannot_be_kept(door, change, code, system, as_user):
    line = make_budget_line(system)
    was = stored(line)
    given = {field: system.name if value == "itself" else value for field, value in change.items()}
    with as_user(OWNER):
        assert door(line, **given).codes == (code,)
    assert stored(line) == was


@pytest.mark.parametrize("user", [AUDITOR, EXTERNAL, STAFF, OUTSIDER, ADMIN])
def test_who_only_reads_keeps_no_budget(user, system, as_user):
    line = make_budget_line(system)
    with as_user(user):
        with pytest.raises(frappe.PermissionError):
            frappe.get_doc(budget_values(system)).insert()
        with pytest.raises(frappe.PermissionError):
            line.record_spending(1, today())
    assert stored(line)["spent"] == 40000


def test_overlap(system):
    line = make_budget_line(system)
    again = budget_values(system, title=" operation of the NETWORK", period_start=line.period_end)
    again["period_end"] = add_months(line.period_end, 12)
    assert as_(MANAGER, lambda: frappe.get_doc(again).insert()) == ("budget_overlaps",)
    service = frappe.get_doc({"doctype": "ITSM Service", "system": system.name, "title": "Network"}).insert()
    assert make_budget_line(system, service=service.name).name
    assert make_budget_line(stage.make_system()).name
    with acting_as(MANAGER):
        line.is_active = 0
        line.save()
    with acting_as(MANAGER):
        assert frappe.get_doc(again).insert().name
        line.is_active = 1
        assert refused(line.save) == ("budget_overlaps",)


def test_records_of_another_system(system):
    other = stage.make_system()
    service = frappe.get_doc({"doctype": "ITSM Service", "system": other.name, "title": "Network"}).insert()
    values = budget_values(system, service=service.name, reference_doctype="ITSM System", reference_name=other.name)
    assert as_(MANAGER, lambda: frappe.get_doc(values).insert()) == ("other_system",)


def test_spending_is_recorded_with_who_and_when(system, as_user):
    line = make_budget_line(system, spent=None)
    assert (stored(line)["spent"], stored(line)["checked_by"]) == (0, None)
    with as_user(OWNER):
        line.record_spending("12500.50", today(), " Invoices. ")
    kept = stored(line)
    assert (kept["spent"], getdate(kept["spent_as_of"]), kept["checked_by"]) == (12500.5, getdate(today()), OWNER)
    assert kept["spending_remarks"] == "Invoices."


@pytest.mark.parametrize(
    ("amount", "days", "code"),
    [
        (-1, 0, "amount_negative"),
        ("much", 0, "amount_negative"),
        (1, 1, "spending_in_future"),
        (1, -200, "spending_outside_period"),
        (1, -1, "spending_known_later"),
        (1, None, "spending_without_day"),
    ],
)
def test_spending_that_cannot_be_recorded(amount, days, code, system):
    line = make_budget_line(system)
    day = "" if days is None else add_days(today(), days)
    assert code in as_(OWNER, lambda: line.record_spending(amount, day))
    assert stored(line)["spent"] == 40000


def test_nothing_is_recorded_that_the_line_does_not_allow(system):
    line = make_budget_line(system, is_active=0, spent=None)
    assert as_(OWNER, lambda: line.record_spending(1, today())) == ("budget_not_active",)
    line = make_budget_line(system, title="No accounts")
    assert as_(OWNER, line.watch_accounts) == ("spending_not_known_to_host",)


def test_how_lines_stand(system, query_count):
    make_budget_line(system, title="fine")
    make_budget_line(system, title="fast", spent=70000)
    make_budget_line(system, title="over", spent=100001)
    make_budget_line(system, title="never", spent=None)
    make_budget_line(system, title="fresh", spent=None, **year_from(30))
    make_budget_line(system, title="next", spent=None, **year_from(-30))
    make_budget_line(system, title="gone", is_active=0, spent=None)
    old = make_budget_line(system, title="old")
    frappe.db.set_value(old.doctype, old.name, "spent_as_of", add_days(add_months(today(), -3), -1))
    assert standings(system) == {
        "fine": "On Track",
        "fast": "Ahead of Period",
        "over": "Overspent",
        "never": "Not Watched",
        "fresh": "To Come",
        "next": "To Come",
        "old": "Not Watched",
    }
    frappe.db.set_value("ITSM System", system.name, "budget_watch_interval", 12)
    assert (standings(system)["old"], standings(system)["never"]) == ("Ahead of Period", "To Come")
    one = query_count(lambda: lines_of(system.name))
    for number in range(5):
        make_budget_line(system, title=f"More {number}")
    assert query_count(lambda: lines_of(system.name)) == one


def test_report(system, as_user):
    make_budget_line(system, title="fine")
    make_budget_line(system, title="over", spent=100001)
    with as_user(AUDITOR):
        _columns, rows, _message, chart, summary = execute({"system": system.name})
        assert [row.title for row in rows] == ["over", "fine"]
        assert [figure["value"] for figure in summary] == [200000, 140001, 1, 0]
        assert chart["data"]["datasets"][1]["values"] == [100001, 40000]
        assert [row.title for row in execute({"system": system.name, "standing": "On Track"})[1]] == ["fine"]
        assert execute({})[1] == []
    make_budget_line(system, title="abroad", currency="USD")
    with as_user(AUDITOR):
        assert [figure["value"] for figure in execute({"system": system.name})[4]] == [1, 0]
    for user in (STAFF, OUTSIDER):
        with as_user(user), pytest.raises(frappe.PermissionError):
            execute({"system": system.name})


# -- accounts of the host --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept_accounts(site) -> Iterator[None]:
    """ERPNext's own record types where it is installed, else some as it has them. Making their tables commits."""
    keep_accounts()
    yield
    forget_accounts()


@pytest.fixture
def accounting(kept_accounts) -> Accounting:
    if "erpnext" in frappe.get_installed_apps():
        let_managers_read("Cost Center", "Budget")
    return Accounting()


@pytest.fixture
def linked(accounting, system):
    """A line of a year on a cost center with one below it."""
    center = accounting.center("Network", 1, 4)
    accounting.center("Night Desk", 2, 3)
    return make_budget_line(system, spent=None, reference_doctype="Cost Center", reference_name=center, **year_from())


def test_spending_is_read_from_the_accounts(accounting, linked, system, query_count):
    accounting.entry("Network", add_days(today(), -10), 500, 0)
    accounting.entry("Night Desk", today(), 300, 50)
    accounting.entry("Network", today(), 0, 900, account="Sales")
    accounting.entry("Network", today(), 700, 0, is_cancelled=1)
    # What closes a year takes no spending back.
    accounting.entry("Network", today(), 0, 500, voucher_type="Period Closing Voucher")
    accounting.entry("Network", add_days(linked.period_start, -1), 9000, 0)
    accounting.entry("Other", today(), 8000, 0)
    [row] = lines_of(system.name)
    assert (row.spent, row.host_spent, row.remaining) == (750, 750, 99250)
    assert (row.host_allotted, row.difference) == (None, None)
    # Nobody has looked, whatever the accounts know.
    assert row.standing == "Not Watched"
    assert as_(OWNER, lambda: linked.record_spending(1, today())) == ("spending_known_to_host",)
    with acting_as(OWNER):
        linked.watch_accounts("As expected.")
    assert (stored(linked)["spent"], stored(linked)["checked_by"]) == (750, OWNER)
    accounting.entry("Network", today(), 250, 0)
    [row] = lines_of(system.name)
    assert (row.spent, row.standing) == (1000, "On Track")
    accounting.entry("Network", today(), 100000, 0)
    assert standings(system) == {linked.title: "Overspent"}
    one = query_count(lambda: lines_of(system.name))
    for number in range(4):
        make_budget_line(system, title=f"More {number}", spent=None, **of_center("Network"))
    assert query_count(lambda: lines_of(system.name)) == one


def of_center(name: str) -> dict:
    return {"reference_doctype": "Cost Center", "reference_name": name}


def test_what_was_allotted_stands_beside_ours(accounting, linked, system):
    budget = accounting.budget("Network", linked.period_start, linked.period_end, [60000, 30000])
    accounting.budget("Network", linked.period_start, linked.period_end, [7], docstatus=0)
    [row] = lines_of(system.name)
    assert (row.host_allotted, row.difference) == (90000, -10000)
    frappe.db.set_value(linked.doctype, linked.name, {"reference_doctype": "Budget", "reference_name": budget})
    accounting.budget("Network", linked.period_start, linked.period_end, [5])
    accounting.entry("Network", today(), 40, 0)
    [row] = lines_of(system.name)
    assert (row.host_allotted, row.host_spent) == (90000, 40)
    frappe.db.set_value(linked.doctype, linked.name, "period_end", add_days(linked.period_end, -30))
    [row] = lines_of(system.name)
    assert (row.host_allotted, row.difference) == (90000, None)


def test_accounts_in_another_currency_are_refused(accounting, system):
    accounting.center("Abroad", 10, 11, currency="USD")
    values = budget_values(system, **of_center("Abroad"))
    assert as_("Administrator", lambda: frappe.get_doc(values).insert()) == ("budget_currency_differs",)
    assert make_budget_line(system, spent=None, currency="USD", **of_center("Abroad")).name


def test_who_may_not_read_the_accounts_is_not_shown_them(accounting, linked, system, as_user):
    accounting.entry("Network", today(), 500, 0)
    with as_user(MANAGER):
        assert execute({"system": system.name})[1][0].host_spent == 500
    with as_user(AUDITOR):
        [row] = execute({"system": system.name})[1]
        assert (row.host_spent, row.spent) == (None, None)
        linked.run_method("onload")
        assert linked.get_onload("standing").host_spent is None
    hidden = budget_values(system, title="Hidden", **of_center("Night Desk"))
    frappe.db.delete("Custom DocPerm", {"parent": "Cost Center"})
    frappe.db.delete("DocPerm", {"parent": "Cost Center", "role": "ITSM Manager"})
    frappe.clear_cache(doctype="Cost Center")
    assert as_(MANAGER, lambda: frappe.get_doc(hidden).insert()) == ("record_kept_from_you",)
    frappe.db.rollback()
    frappe.clear_cache(doctype="Cost Center")


def test_center_that_is_gone_says_nothing(accounting, linked, system):
    accounting.entry("Network", today(), 500, 0)
    frappe.db.delete("Cost Center", {"name": "Network"})
    [row] = lines_of(system.name)
    assert (row.host_spent, row.spent) == (None, None)
