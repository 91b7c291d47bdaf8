"""What the checks of 4.4.1 and 4.5.3 read: money, resource plans, actions, values of processes, and reports sent."""

from datetime import date
from functools import cached_property

import frappe
from frappe.utils import getdate, today

from sms_iso20000.governance.budget import lines_of
from sms_iso20000.governance.indicators import newest_values
from sms_iso20000.governance.report_schedule import schedules_of
from sms_iso20000.governance.resources import covers, plans_of
from sms_iso20000.rules.action import Status
from sms_iso20000.rules.resource_plan import Stage

# Such an action will bring nothing.
GIVEN_UP = (Status.CANCELLED.value, Status.INEFFECTIVE.value)


class Resources:
    """One system as of today. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str):
        self.name = system
        self.today: date = getdate(today())

    @cached_property
    def budget_lines(self) -> list:
        """Active budget lines as they stand, the latest period first."""
        return lines_of(self.name)

    @cached_property
    def running_lines(self) -> list:
        """Those of the budget lines in whose period today lies."""
        return [row for row in self.budget_lines if covers(row, self.today)]

    @cached_property
    def plans(self) -> list:
        """Resource plans that nothing replaced, the latest period first, with their lines and forecasts."""
        return plans_of(self.name)

    @cached_property
    def decided_plans(self) -> list:
        return [plan for plan in self.plans if plan.status == Stage.DECIDED]

    @cached_property
    def current_plans(self) -> list:
        """Decided plans of today; the rules let there be one."""
        return [plan for plan in self.decided_plans if covers(plan, self.today)]

    @cached_property
    def acted_on(self) -> set[tuple[str, str]]:
        """Records that an action serves which nobody gave up, by record type and name."""
        rows = frappe.get_all(
            "ITSM Action",
            filters={"system": self.name, "status": ["not in", GIVEN_UP], "reference_name": ["is", "set"]},
            fields=["reference_doctype", "reference_name"],
            order_by="name asc",
        )
        return {(row.reference_doctype, row.reference_name) for row in rows}

    @cached_property
    def process_values(self) -> dict[str, date | None]:
        """The day of the newest value of each process that an indicator or an objective measures."""
        return newest_values(self.name)

    @cached_property
    def schedules(self) -> list:
        """Reports that are sent on schedule and not switched off."""
        return [row for row in schedules_of(self.name) if row.enabled]
