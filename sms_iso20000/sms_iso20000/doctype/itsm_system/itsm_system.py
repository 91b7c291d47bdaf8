from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt

from sms_iso20000.evidence.ready_made import add_ready_made_sources
from sms_iso20000.governance.processes import seed_processes
from sms_iso20000.governance.risk_matrix import fill_matrix, unmet_matrix
from sms_iso20000.governance.service_catalogue import public_catalogue
from sms_iso20000.life.kept_record import plain
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet

INTERVALS = (
    "policy_review_interval",
    "commitment_interval",
    "plan_review_interval",
    "plan_drift_grace",
    "acknowledgement_due",
    "acknowledgement_reminder",
    "responsibility_review_interval",
    "report_interval",
    "orphan_grace",
    "risk_review_interval",
    "asset_check_interval",
    "evidence_age",
    "document_review_interval",
    "review_escalation",
    "verification_interval",
    "obligation_review_interval",
    "budget_watch_interval",
    "competence_review_interval",
    "training_evaluation_delay",
    "audit_cycle",
    "independence_lookback",
    "nonconformity_due_major",
    "nonconformity_due_minor",
    "nonconformity_due_concern",
    "nonconformity_escalation",
    "verification_wait",
    "recurrence_lookback",
    "persistent_runs",
    "preventive_lead",
    "improvement_action_due",
    "improvement_evaluation_due",
    "improvement_report_interval",
)
THRESHOLDS = ("acknowledgement_threshold", "reach_threshold")
VERIFICATION = ("verified_on", "verification_fault")


class ITSMSystem(Document):
    """One service management system: a company or certificate scope. Every other record belongs to one."""

    def before_insert(self):
        fill_matrix(self)

    def validate(self):
        self.keep_verification()
        unmet = [
            *self.unmet_name(),
            *self.unmet_intervals(),
            *self.unmet_improvement_thresholds(),
            *self.unmet_people(),
            *self.unmet_verification(),
            *unmet_matrix(self),
        ]
        if unmet:
            refuse(*unmet)

    def after_insert(self):
        add_ready_made_sources(self.name)
        seed_processes(self.name)

    def public_catalogue(self) -> list[dict]:
        """What the print "ITSM Service Catalogue" shows of the services to customers."""
        return public_catalogue(self.name)

    def keep_verification(self):
        """A form says nothing of it, since it may have been opened before the last verification."""
        before = self.get_doc_before_save()
        for field in VERIFICATION:
            if before and self.get(field) is None:
                self.set(field, before.get(field))

    def unmet_verification(self) -> list[Unmet]:
        """When everything was verified, and what was found, is for the verification to say."""
        before = self.get_doc_before_save()
        return [
            Unmet("changed_by_hand", {"field": _(self.meta.get_label(field))})
            for field in VERIFICATION
            if plain(before and before.get(field)) != plain(self.get(field))
        ]

    def unmet_name(self) -> list[Unmet]:
        """Records, seals and user permissions go by the name."""
        before = self.get_doc_before_save()
        return [Unmet("never_renamed")] if before and before.system_name != self.system_name else []

    def unmet_intervals(self) -> list[Unmet]:
        unmet = [
            Unmet("not_positive", {"field": _(self.meta.get_label(field))})
            for field in INTERVALS
            if cint(self.get(field)) < 1
        ]
        unmet += [
            Unmet("threshold_out_of_range", {"field": _(self.meta.get_label(field))})
            for field in THRESHOLDS
            if not 1 <= flt(self.get(field)) <= 100
        ]
        return unmet

    def unmet_improvement_thresholds(self) -> list[Unmet]:
        """Effort is given from 1 to 5."""
        within = 1 <= cint(self.improvement_effort_threshold) <= 5
        return [] if within else [Unmet("effort_threshold_out_of_range")]

    def unmet_people(self) -> list[Unmet]:
        """People named twice, newly named though disabled, or let in as external auditors without that role."""
        before = self.get_doc_before_save()
        unmet = []
        for table in ("top_management", "external_auditors"):
            label = _(self.meta.get_label(table))
            users = [row.user for row in self.get(table)]
            known = {row.user for row in before.get(table)} if before else set()
            unmet += [
                Unmet("person_twice", {"user": user, "table": label})
                for user, times in Counter(users).items()
                if times > 1
            ]
            # Somebody who left stays listed until the list is next changed on purpose.
            unmet += [
                Unmet("person_disabled", {"user": user, "table": label})
                for user in users
                if user not in known and not frappe.db.get_value("User", user, "enabled")
            ]
        return unmet + [
            Unmet("not_an_external_auditor", {"user": row.user})
            for row in self.external_auditors
            if "ITSM External Auditor" not in frappe.get_roles(row.user)
        ]

    def before_rename(self, old: str, new: str, merge: bool = False):
        refuse(Unmet("never_renamed"))
