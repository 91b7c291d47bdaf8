"""What the checks of one run read: live records of one system, each kind fetched once."""

from datetime import date
from functools import cached_property

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import cint, flt, getdate, today

from sms_iso20000.conformity.audit_programmes import AuditProgrammes
from sms_iso20000.conformity.audits import Audits
from sms_iso20000.conformity.competence import Competence
from sms_iso20000.conformity.documentation import Documentation
from sms_iso20000.conformity.improving import Improving
from sms_iso20000.conformity.management_reviews import ManagementReviews
from sms_iso20000.conformity.nonconformities import Nonconformities
from sms_iso20000.conformity.other_parties import OtherParties
from sms_iso20000.conformity.planning import Planning
from sms_iso20000.conformity.resources import Resources
from sms_iso20000.conformity.responsibility import Responsibility
from sms_iso20000.conformity.services import Services
from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.documents import POLICY


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
    def documentation(self) -> Documentation:
        """What 4.3 asks for: documents, who was told of them, and how records are kept."""
        return Documentation(self.name)

    @cached_property
    def other_parties(self) -> OtherParties:
        """What 4.2 asks for: what others operate, and how it is governed."""
        return OtherParties(self.name)

    @cached_property
    def planning(self) -> Planning:
        """What 4.5.1 and 4.5.2 ask for: the plan in force, its scope, and what became of it since."""
        return Planning(self.name, self.services)

    @cached_property
    def services(self) -> Services:
        """The service catalogue, and the obligations that bind it."""
        return Services(self.name)

    @cached_property
    def competence(self) -> Competence:
        """What 4.4.2 asks for: what people have to be able to do, and what they are."""
        return Competence(self.name)

    @cached_property
    def resources(self) -> Resources:
        """What 4.4.1 and 4.5.3 ask for: money, resources, actions, and reports that are sent."""
        return Resources(self.name)

    @cached_property
    def audits(self) -> Audits:
        """What 4.5.4 asks of audits: whether they are held, by whom, and who learns of them."""
        return Audits(self.name, self.today)

    @cached_property
    def audit_programme(self) -> AuditProgrammes:
        """What 4.5.4.2 asks of the programme: what it is driven by, and what it documents."""
        return AuditProgrammes(self.name, self.today)

    @cached_property
    def reviews(self) -> ManagementReviews:
        """What 4.5.4.3 asks for: management reviews, what they had before them, and what came of them."""
        return ManagementReviews(self.name, self.today)

    @cached_property
    def improving(self) -> Improving:
        """What 4.5.5.2 asks for: improvements, what they are to bring, and what came of them."""
        return Improving(self.name)

    @cached_property
    def nonconformities(self) -> Nonconformities:
        """What 4.5.4 and 4.5.5.1 ask for about nonconformities and what is done about their causes."""
        return Nonconformities(self.name)

    @cached_property
    def policy(self):
        """The service management policy in force, as a document; None where there is none."""
        return self._policy_of_kind("Policy")

    @cached_property
    def improvement_policy(self):
        """The improvement policy in force, as a document; None where there is none."""
        return self._policy_of_kind("Improvement Policy")

    @cached_property
    def acknowledgements(self) -> list:
        """What was asked of whom for the policy in force; lapsed ones, of people who left, are not counted."""
        if not self.policy:
            return []
        return frappe.get_all(
            "ITSM Acknowledgement",
            filters={
                "reference_doctype": POLICY,
                "reference_name": self.policy.name,
                "status": ["in", ["Open", "Acknowledged"]],
            },
            fields=["name", "user", "status", "acknowledged_on"],
            order_by="due_on asc, name asc",
        )

    def _policy_of_kind(self, kind: str):
        in_force = self.documentation.in_force
        names = [row.name for row in in_force if row.doctype == POLICY and row.kind == kind]
        return frappe.get_doc(POLICY, names[0]) if names else None

    @cached_property
    def sources(self) -> list:
        """Enabled evidence sources."""
        return frappe.get_all(
            "ITSM Evidence Source",
            filters={"system": self.name, "is_enabled": 1},
            fields=["name", "title", "fault"],
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
