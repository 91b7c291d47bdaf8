"""What the checks of 4.1 read beside the policy: who answers for what, what was told, and what is at risk."""

from functools import cached_property

import frappe

from sms_iso20000.governance.appointments import in_office
from sms_iso20000.governance.assets import register_of as assets_of
from sms_iso20000.governance.commitment import acts_of
from sms_iso20000.governance.communication import made_for
from sms_iso20000.governance.ownership import orphans_of
from sms_iso20000.governance.risks import register_of as risks_of
from sms_iso20000.life.audience import enabled_people


class Responsibility:
    """One system as of today. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str):
        self.name = system

    @cached_property
    def people(self) -> set[str]:
        """Everybody who can sign in."""
        return enabled_people()

    @cached_property
    def acts(self) -> list:
        """What the decision log has for 4.1.1 a to g, the newest first."""
        return acts_of(self.name)

    @cached_property
    def communications(self) -> list:
        """What was told to people, the newest first."""
        return made_for(self.name)

    @cached_property
    def risks(self) -> list:
        """Every risk that is not closed."""
        return risks_of(self.name)

    @cached_property
    def assets(self) -> list:
        return assets_of(self.name)

    @cached_property
    def orphans(self) -> list:
        return orphans_of(self.name)

    @cached_property
    def objectives(self) -> list:
        """Objectives that top management approved and nobody closed."""
        return frappe.get_all(
            "ITSM Objective",
            filters={"system": self.name, "status": "Approved"},
            fields=["name", "title", "due_on", "approved_on", "progress"],
            order_by="due_on asc, name asc",
        )

    @cached_property
    def processes(self) -> list:
        """Active processes in the order of their clauses."""
        return frappe.get_all(
            "ITSM Process",
            filters={"system": self.name, "is_active": 1},
            fields=["name", "title", "process_owner", "operated_by", "inputs", "outputs", "confirmed_on"],
            order_by="clause asc, name asc",
        )

    @cached_property
    def roles(self) -> dict[str, list]:
        """The roles of each active process."""
        return self._rows("ITSM Process Role", ["user", "responsibility", "authority"])

    @cached_property
    def interfaces(self) -> dict[str, list]:
        """The interfaces of each active process."""
        return self._rows("ITSM Process Interface", ["direction", "other_process"])

    @cached_property
    def procedures(self) -> list:
        """Active communication procedures."""
        return frappe.get_all(
            "ITSM Communication Procedure",
            filters={"system": self.name, "is_active": 1},
            fields=["name", "title", "frequency", "last_made_on", "next_due_on"],
            order_by="next_due_on asc, name asc",
        )

    @cached_property
    def representatives(self) -> list:
        """Who is the management representative today; the rules let there be one."""
        return in_office(self.name)

    @cached_property
    def process_owners(self) -> dict[str, str]:
        """Who holds the office of owner today, by process."""
        return {office.related_process: office.appointee for office in in_office(self.name, "Process Owner")}

    @cached_property
    def appointments(self) -> list:
        """All appointments, whatever became of them, the latest first."""
        return frappe.get_all(
            "ITSM Appointment",
            filters={"system": self.name},
            fields=["name", "kind", "appointee", "status", "starts_on", "ends_on", "ended_on", "related_process"],
            order_by="starts_on desc, name desc",
        )

    @cached_property
    def reports(self) -> list:
        """Reports to top management, the latest period first."""
        return frappe.get_all(
            "ITSM Management Report",
            filters={"system": self.name},
            fields=["name", "status", "period_end", "signed_by", "signed_on"],
            order_by="period_end desc, name desc",
        )

    def _rows(self, doctype: str, fields: list[str]) -> dict[str, list]:
        rows: dict[str, list] = {}
        for row in frappe.get_all(
            doctype,
            filters={"parenttype": "ITSM Process", "parent": ["in", [process.name for process in self.processes]]},
            fields=["parent", *fields],
            order_by="parent asc, idx asc",
        ):
            rows.setdefault(row.parent, []).append(row)
        return rows
