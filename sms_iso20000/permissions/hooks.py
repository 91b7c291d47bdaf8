"""The host's two hooks, answered from the same criteria."""

from collections.abc import Callable
from functools import partial

import frappe

from sms_iso20000.permissions.acknowledgements import own_for_staff
from sms_iso20000.permissions.actions import own_actions_for_staff
from sms_iso20000.permissions.audits import own_audits_for_owners
from sms_iso20000.permissions.communications import told_to_staff
from sms_iso20000.permissions.criterion import Criterion
from sms_iso20000.permissions.documents import in_force_or_involved, not_kept_from
from sms_iso20000.permissions.external_auditor import systems_open_to
from sms_iso20000.permissions.improvements import proposed_or_carried_through
from sms_iso20000.permissions.management_reviews import attended_for_staff
from sms_iso20000.permissions.nonconformities import own_or_of_own_area
from sms_iso20000.permissions.people import own_and_managed, trainings_concerned
from sms_iso20000.permissions.readers import accepted_for_readers, in_force_for_readers, live_for_readers

CRITERIA: dict[str, tuple[Callable[[str], Criterion | None], ...]] = {
    "ITSM System": (partial(systems_open_to, field="name"),),
    "ITSM Policy": (systems_open_to, in_force_for_readers),
    "ITSM Plan": (systems_open_to, in_force_for_readers),
    "ITSM Acknowledgement": (systems_open_to, own_for_staff),
    "ITSM Decision": (systems_open_to,),
    "ITSM Evidence Source": (systems_open_to,),
    "ITSM Service Level Snapshot": (systems_open_to,),
    "ITSM Conformity Run": (systems_open_to,),
    "ITSM Conformity Result": (systems_open_to,),
    "ITSM Process": (systems_open_to,),
    "ITSM Objective": (systems_open_to,),
    "ITSM Appointment": (systems_open_to, accepted_for_readers),
    "ITSM Management Report": (systems_open_to,),
    "ITSM Communication Procedure": (systems_open_to,),
    "ITSM Communication": (systems_open_to, told_to_staff),
    "ITSM Communication Receipt": (systems_open_to, own_for_staff),
    "ITSM Risk": (systems_open_to,),
    "ITSM Service Asset": (systems_open_to,),
    "ITSM Evidence": (systems_open_to,),
    "ITSM Orphan": (systems_open_to,),
    "ITSM Document": (systems_open_to, in_force_or_involved, not_kept_from),
    "ITSM Retention Rule": (systems_open_to,),
    "ITSM Disposal": (systems_open_to,),
    "ITSM Disposal Item": (systems_open_to,),
    "ITSM Arrangement": (systems_open_to,),
    "ITSM Arrangement Review": (systems_open_to,),
    "ITSM Ticket Import": (systems_open_to,),
    "ITSM Imported Ticket": (systems_open_to,),
    "ITSM Action": (systems_open_to, own_actions_for_staff),
    "ITSM Budget Line": (systems_open_to,),
    "ITSM Resource Plan": (systems_open_to,),
    "ITSM Service": (systems_open_to, live_for_readers),
    "ITSM Obligation": (systems_open_to,),
    "ITSM Competence": (systems_open_to,),
    "ITSM Competence Requirement": (systems_open_to,),
    "ITSM Competence Record": (systems_open_to, own_and_managed),
    "ITSM Training": (systems_open_to, trainings_concerned),
    "ITSM Training Participant": (systems_open_to, own_and_managed),
    "ITSM Audit Programme": (systems_open_to,),
    "ITSM Audit Slot": (systems_open_to,),
    "ITSM Sample": (systems_open_to,),
    "ITSM Audit": (systems_open_to, own_audits_for_owners),
    "ITSM Audit Waiver": (systems_open_to,),
    "ITSM Nonconformity": (systems_open_to, own_or_of_own_area),
    "ITSM Improvement": (systems_open_to, proposed_or_carried_through),
    "ITSM Management Review": (systems_open_to, attended_for_staff),
    "ITSM Management Review Addendum": (systems_open_to, partial(attended_for_staff, field="review")),
}


def criteria_for(doctype: str, user: str | None) -> list[Criterion]:
    """The conditions that `user` is under for `doctype`; none for Administrator."""
    user = user or frappe.session.user
    if user == "Administrator":
        return []
    return [criterion for policy in CRITERIA[doctype] if (criterion := policy(user))]


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
    """Document hook: True leaves the decision to roles and user permissions, False refuses."""
    # A document that is only asked about ("may I create one?") has no values yet.
    if not doc.get("name"):
        return True
    return all(criterion.holds(doc) for criterion in criteria_for(doc.doctype, user))


def _query_conditions(user: str | None = None, doctype: str = "") -> str:
    return " and ".join(criterion.sql(doctype) for criterion in criteria_for(doctype, user))


# The host calls one function per DocType, and in its earlier releases does not say for which.
systems = partial(_query_conditions, doctype="ITSM System")
policies = partial(_query_conditions, doctype="ITSM Policy")
plans = partial(_query_conditions, doctype="ITSM Plan")
acknowledgements = partial(_query_conditions, doctype="ITSM Acknowledgement")
decisions = partial(_query_conditions, doctype="ITSM Decision")
evidence_sources = partial(_query_conditions, doctype="ITSM Evidence Source")
snapshots = partial(_query_conditions, doctype="ITSM Service Level Snapshot")
runs = partial(_query_conditions, doctype="ITSM Conformity Run")
results = partial(_query_conditions, doctype="ITSM Conformity Result")
processes = partial(_query_conditions, doctype="ITSM Process")
objectives = partial(_query_conditions, doctype="ITSM Objective")
appointments = partial(_query_conditions, doctype="ITSM Appointment")
management_reports = partial(_query_conditions, doctype="ITSM Management Report")
communication_procedures = partial(_query_conditions, doctype="ITSM Communication Procedure")
communications = partial(_query_conditions, doctype="ITSM Communication")
communication_receipts = partial(_query_conditions, doctype="ITSM Communication Receipt")
risks = partial(_query_conditions, doctype="ITSM Risk")
service_assets = partial(_query_conditions, doctype="ITSM Service Asset")
evidence_by_hand = partial(_query_conditions, doctype="ITSM Evidence")
orphans = partial(_query_conditions, doctype="ITSM Orphan")
documents = partial(_query_conditions, doctype="ITSM Document")
retention_rules = partial(_query_conditions, doctype="ITSM Retention Rule")
disposals = partial(_query_conditions, doctype="ITSM Disposal")
disposal_items = partial(_query_conditions, doctype="ITSM Disposal Item")
arrangements = partial(_query_conditions, doctype="ITSM Arrangement")
arrangement_reviews = partial(_query_conditions, doctype="ITSM Arrangement Review")
ticket_imports = partial(_query_conditions, doctype="ITSM Ticket Import")
imported_tickets = partial(_query_conditions, doctype="ITSM Imported Ticket")
actions = partial(_query_conditions, doctype="ITSM Action")
budget_lines = partial(_query_conditions, doctype="ITSM Budget Line")
resource_plans = partial(_query_conditions, doctype="ITSM Resource Plan")
services = partial(_query_conditions, doctype="ITSM Service")
obligations = partial(_query_conditions, doctype="ITSM Obligation")
competences = partial(_query_conditions, doctype="ITSM Competence")
competence_requirements = partial(_query_conditions, doctype="ITSM Competence Requirement")
competence_records = partial(_query_conditions, doctype="ITSM Competence Record")
trainings = partial(_query_conditions, doctype="ITSM Training")
training_participants = partial(_query_conditions, doctype="ITSM Training Participant")
audit_programmes = partial(_query_conditions, doctype="ITSM Audit Programme")
audit_slots = partial(_query_conditions, doctype="ITSM Audit Slot")
samples = partial(_query_conditions, doctype="ITSM Sample")
audits = partial(_query_conditions, doctype="ITSM Audit")
audit_waivers = partial(_query_conditions, doctype="ITSM Audit Waiver")
nonconformities = partial(_query_conditions, doctype="ITSM Nonconformity")
improvements = partial(_query_conditions, doctype="ITSM Improvement")
management_reviews = partial(_query_conditions, doctype="ITSM Management Review")
management_review_addenda = partial(_query_conditions, doctype="ITSM Management Review Addendum")
