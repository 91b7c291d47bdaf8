"""What the checks of one run read: live records of one system, each kind fetched once."""

from datetime import date
from functools import cached_property

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import cint, flt, getdate, today

from sms_iso20000.conformity.responsibility import Responsibility
from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES, State


class Scope:
    """One system as of today. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str):
        self.system = frappe.get_doc("ITSM System", system)
        self.today: date = getdate(today())

    @property
    def name(self) -> str:
        return self.system.name

    @property
    def itself(self) -> tuple[str, str]:
        return "ITSM System", self.name

    @property
    def acknowledgement_threshold(self) -> float:
        """Percent of the audience that must have acknowledged."""
        return flt(self.system.acknowledgement_threshold)

    @property
    def reach_threshold(self) -> float:
        """Percent of the people addressed who must have read what top management told them."""
        return flt(self.system.reach_threshold)

    @property
    def evidence_age(self) -> int:
        """Days after the end of its month from which service level evidence is stale."""
        return cint(self.system.evidence_age)

    def interval(self, field: str) -> int:
        """The months or days that the system has set in `field`."""
        return cint(self.system.get(field))

    @cached_property
    def top_management(self) -> set[str]:
        return top_management(self.name)

    @cached_property
    def responsibility(self) -> Responsibility:
        """What 4.1 asks for beside the policy."""
        return Responsibility(self.name)

    @cached_property
    def policy(self):
        """The service management policy in force, as a document; None where there is none."""
        names = [row.name for row in self.revisions["ITSM Policy"] if row.workflow_state == State.IN_FORCE]
        return frappe.get_doc("ITSM Policy", names[0]) if names else None

    @cached_property
    def revisions(self) -> dict[str, list]:
        """All controlled revisions by DocType."""
        return {
            doctype: frappe.get_all(
                doctype,
                filters={"system": self.name},
                fields=[
                    "name",
                    "code",
                    "revision",
                    "workflow_state",
                    "author",
                    "change_summary",
                    "content_hash",
                    "issued_on",
                    "previous_revision",
                ],
                order_by="code asc, revision asc",
            )
            for doctype in CONTROLLED_DOCTYPES
        }

    @cached_property
    def in_force(self) -> list[tuple[str, dict]]:
        """Every controlled revision in force, with its DocType."""
        return [
            (doctype, row)
            for doctype, rows in self.revisions.items()
            for row in rows
            if row.workflow_state == State.IN_FORCE
        ]

    @cached_property
    def approvals(self) -> dict[tuple[str, str], list]:
        """Approval and issue decisions by the record they are about, the earliest first."""
        rows = frappe.get_all(
            "ITSM Decision",
            filters={
                "system": self.name,
                "decision": ["in", ["Approved", "Issued"]],
                "reference_doctype": ["in", list(CONTROLLED_DOCTYPES)],
            },
            fields=[
                "name",
                "decision",
                "decided_by",
                "sequence",
                "content_hash",
                "reference_doctype",
                "reference_name",
            ],
            order_by="sequence asc",
        )
        decisions: dict[tuple[str, str], list] = {}
        for row in rows:
            decisions.setdefault((row.reference_doctype, row.reference_name), []).append(row)
        return decisions

    @cached_property
    def contributors(self) -> dict[str, set[str]]:
        """Who wrote a part of each revision, by its name."""
        rows = frappe.get_all(
            "ITSM Revision Contributor",
            filters={"parenttype": ["in", list(CONTROLLED_DOCTYPES)]},
            fields=["parent", "user"],
            order_by="parent asc, idx asc",
        )
        people: dict[str, set[str]] = {}
        for row in rows:
            people.setdefault(row.parent, set()).add(row.user)
        return people

    @cached_property
    def acknowledgements(self) -> list:
        """What was asked of whom for the policy in force; lapsed ones, of people who left, are not counted."""
        if not self.policy:
            return []
        return frappe.get_all(
            "ITSM Acknowledgement",
            filters={
                "reference_doctype": "ITSM Policy",
                "reference_name": self.policy.name,
                "status": ["in", ["Open", "Acknowledged"]],
            },
            fields=["name", "user", "status", "acknowledged_on"],
            order_by="due_on asc, name asc",
        )

    @cached_property
    def sources(self) -> list:
        """Enabled evidence sources."""
        return frappe.get_all(
            "ITSM Evidence Source",
            filters={"system": self.name, "is_enabled": 1},
            fields=["name", "title"],
            order_by="name asc",
        )

    @cached_property
    def latest_snapshots(self) -> dict[str, dict]:
        """The newest snapshot of each source, by source."""
        rows = frappe.get_all(
            "ITSM Service Level Snapshot",
            filters={"system": self.name, "source": ["in", [row.name for row in self.sources]]},
            fields=[
                "name",
                "source",
                "period_end",
                "closed",
                "is_measured",
                "share_in_target",
                "content_hash",
            ],
            order_by="period_start asc, taken_on asc, name asc",
        )
        return {row.source: row for row in rows}

    @cached_property
    def service_last_seen(self) -> dict[str, date]:
        """The end of the last month in which each service closed a ticket with a known result.

        Snapshots that a later one replaces do not count, nor those of sources that are switched off.
        """
        snapshots = frappe.qb.DocType("ITSM Service Level Snapshot")
        counts = frappe.qb.DocType("ITSM Service Level Snapshot Count")
        later = frappe.qb.DocType("ITSM Service Level Snapshot").as_("later")
        replaced = frappe.qb.from_(later).select(later.replaces).where(later.replaces.isnotnull())
        rows = (
            frappe.qb.from_(counts)
            .join(snapshots)
            .on(snapshots.name == counts.parent)
            .select(counts.value, Max(snapshots.period_end))
            .where(snapshots.system == self.name)
            .where(snapshots.source.isin([row.name for row in self.sources]))
            .where(snapshots.name.notin(replaced))
            .where(counts.dimension == "Service")
            .where((counts.in_target + counts.missed) > 0)
            .groupby(counts.value)
            .orderby(counts.value)
            .run()
        )
        return {service: getdate(last) for service, last in rows}
