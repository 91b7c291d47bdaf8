"""Policies of a system by kind (4.1.2, 4.5.5.1)."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint, flt

from sms_iso20000.rules.policy import Criterion, Kind
from sms_iso20000.rules.revision import State

POLICY = "ITSM Policy"


def policy_in_force(system: str, kind: Kind) -> str | None:
    """Name of the policy of `kind` that is in force in `system`."""
    filters = {"system": system, "kind": kind.value, "workflow_state": State.IN_FORCE.value}
    names = frappe.get_all(POLICY, filters=filters, pluck="name", order_by="revision desc, name asc", limit=1)
    return names[0] if names else None


def criteria_of(policy: Document) -> list[Criterion]:
    """The evaluation criteria that `policy` gives, in its order."""
    return [
        Criterion((row.criterion or "").strip(), flt(row.weight), cint(row.scale_low), cint(row.scale_high))
        for row in policy.criteria
    ]


def improvement_policies(system: str) -> set[str]:
    """Names of all revisions of the improvement policy."""
    filters = {"system": system, "kind": Kind.IMPROVEMENT.value}
    return set(frappe.get_all(POLICY, filters=filters, pluck="name", order_by="name asc"))
