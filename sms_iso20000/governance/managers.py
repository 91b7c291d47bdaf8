"""Who is told, or given a task, where nobody in particular is named."""

import frappe

from sms_iso20000.governance.appointments import in_office
from sms_iso20000.life.audience import audience_users


def managers_of(system: str) -> set[str]:
    """Enabled ITSM Managers who are not fenced off from `system`."""
    return audience_users(system, [frappe._dict(audience_type="Role", audience="ITSM Manager")])


def manager_for(system: str) -> str | None:
    """One person per task: the management representative in office, or the first of the other managers."""
    managers = managers_of(system)
    representatives = [office.appointee for office in in_office(system) if office.appointee in managers]
    return next(iter([*representatives, *sorted(managers)]), None)
