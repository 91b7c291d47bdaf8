from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from sms_iso20000.governance.policies import criteria_of
from sms_iso20000.life.controlled_revision import ControlledRevision
from sms_iso20000.rules.policy import Kind, missing_criteria, sealed_fields, unmet_criteria, unmet_kind
from sms_iso20000.rules.unmet import Unmet


class ITSMPolicy(ControlledRevision):
    """The service management policy with its commitments a to d (4.1.2), or the improvement policy with the criteria
    by which improvements are evaluated (4.5.5.1); of each kind one is in force."""

    content_fields = (
        "kind",
        "title",
        "change_summary",
        "content",
        "fitness_for_purpose",
        "commitment_to_requirements",
        "commitment_to_improvement",
        "objectives_framework",
        "criteria",
    )
    required_content = {
        "content": "no_content",
        "fitness_for_purpose": "commitment_a_missing",
        "commitment_to_requirements": "commitment_b_missing",
        "commitment_to_improvement": "commitment_c_missing",
        "objectives_framework": "commitment_d_missing",
    }
    review_interval_field = "policy_review_interval"
    alone_in_system = True

    def missing_content(self) -> list[str]:
        """An improvement policy gives criteria where the service management policy makes commitments."""
        missing = super().missing_content()
        if self.kind != Kind.IMPROVEMENT:
            return missing
        return [*set(missing).intersection({"no_content"}), *missing_criteria(criteria_of(self))]

    def unmet_draft(self, earlier: Document | None) -> list[Unmet]:
        return [
            *unmet_kind(self.kind, self._kinds_before()),
            *unmet_criteria(self.kind, criteria_of(self)),
        ]

    def sealed_content(self) -> Mapping[str, Any]:
        """Policies that were sealed before there were kinds are still held to the same digest."""
        content = super().sealed_content()
        return {field: content[field] for field in sealed_fields(self.kind, content)}

    def alone_among(self) -> dict[str, Any]:
        return {"kind": self.kind}

    def _kinds_before(self) -> set[str]:
        return {frappe.db.get_value(self.doctype, row.name, "kind") for row in self._siblings()[:1]}


def on_doctype_update():
    frappe.db.add_unique("ITSM Policy", ["system", "code", "revision"], constraint_name="itsm_policy_revision")
