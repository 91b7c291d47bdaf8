"""A budget line: nothing is shown as spent before somebody looked."""

from frappe.utils import today
from playwright.sync_api import expect

from tests.browser.desk import fresh
from tests.integration import stage
from tests.integration.made.resources import make_budget_line
from tests.integration.stage import OWNER, acting_as

pytest_plugins = ("tests.browser.people",)


def test_spending_is_shown_once_somebody_looked(system, desk_of):
    line = make_budget_line(system, spent=None)
    stage.commit(system)
    owner = desk_of(OWNER)
    owner.form("ITSM Budget Line", line.name)
    expect(owner.field("standing")).to_contain_text("Not Watched")
    expect(owner.field("spent")).to_be_hidden()
    fresh()
    with acting_as(OWNER):
        line.record_spending(500, today(), "Invoices up to today.")
    stage.commit(system)
    owner.form("ITSM Budget Line", line.name)
    expect(owner.field("spent")).to_contain_text("500.00")
