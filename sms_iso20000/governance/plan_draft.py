"""What is wrong with a service management plan beside its life, as a draft and at each step (4.5.1, 4.5.2)."""

from frappe.model.document import Document

from sms_iso20000.governance.plan_items import items_of, unmet_links
from sms_iso20000.governance.plan_scope import unmet_complete_scope, unmet_scope, unmet_statement
from sms_iso20000.rules.plan import unmet_items
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.unmet import Unmet

# Nothing is left to be written when a plan enters these.
COMPLETE_IN = (State.IN_REVIEW, State.APPROVED, State.IN_FORCE)


def unmet_draft(plan: Document, earlier: Document | None) -> list[Unmet]:
    """All reasons why a draft cannot be kept as it stands. `earlier` is the draft as it was, or the revision in force
    that a new draft follows."""
    return [*plan.unmet_people(), *unmet_scope(plan, earlier), *unmet_links(plan)]


def unmet_step(plan: Document, after: str) -> list[Unmet]:
    """What stands against a step beside the gates of every revision: items and parts of the scope that are empty,
    services that cannot be in scope, and a statement that says something else."""
    if after not in COMPLETE_IN:
        return []
    unmet = [*unmet_complete_scope(plan), *unmet_items(items_of(plan))]
    return unmet + (unmet_statement(plan) if after == State.IN_REVIEW else [])
