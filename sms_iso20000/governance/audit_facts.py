"""What the rules need to know of an audit, read from its record and those it names (4.5.4.2)."""

from collections.abc import Collection

import frappe
from frappe.model.document import Document

from sms_iso20000.governance.auditor_competence import ABOUT_COMPETENCE, competence_of
from sms_iso20000.governance.dates import as_date
from sms_iso20000.governance.independence import conflicts_in, unwaived
from sms_iso20000.life.audience import audience_users
from sms_iso20000.life.kept_record import is_written
from sms_iso20000.rules.audit import LEDGER_FIELDS, OWN_KINDS, Audit, Item, Team
from sms_iso20000.rules.independence import OWNER_FIELDS, unmet_independence
from sms_iso20000.rules.nonconformity import SETTLED
from sms_iso20000.rules.unmet import Unmet

NONCONFORMITY = "ITSM Nonconformity"


def facts_of(audit: Document) -> Audit:
    """The audit as its record gives it, saved or not."""
    return Audit(
        kind=audit.kind or "",
        has_objectives=is_written(audit.objectives),
        has_criteria=is_written(audit.criteria),
        has_scope=is_written(audit.scope_text),
        has_lead=bool(audit.lead_auditor),
        has_body=is_written(audit.certification_body),
        starts_on=as_date(audit.starts_on),
        ends_on=as_date(audit.ends_on),
        subjects=len(audit.subjects),
        requirements=len(audit.requirements),
        items=items_of(audit),
        has_conclusion=is_written(audit.conclusion),
        people_told=len(audience_users(audit.system, audit.audience)) if audit.audience else 0,
        open_nonconformities=open_nonconformities(audit.name) if audit.name else (),
        has_ledger=any(audit.get(field) for field in LEDGER_FIELDS),
    )


def items_of(audit: Document) -> list[Item]:
    return [
        Item(
            clause=row.clause or "",
            result=row.result or "",
            has_note=is_written(row.note),
            has_evidence=bool(row.evidence or row.sample) or is_written(row.evidence_note),
            has_nonconformity=bool(row.nonconformity),
        )
        for row in audit.checklist
    ]


def team_of(audit: Document) -> Team:
    if audit.kind not in OWN_KINDS:
        return Team()
    return Team(audit.lead_auditor or "", tuple((row.user or "", row.team_role) for row in audit.team))


def unmet_stakes(audit: Document, people: Collection[str]) -> list[Unmet]:
    """Why `people` are not independent in `audit`, but for what is waived."""
    return unmet_independence(unwaived(audit, conflicts_in(audit, people)))


def unmet_competence(audit: Document) -> list[Unmet]:
    """What auditors of the team lack of what is demanded of them."""
    return competence_of(audit.system, team_of(audit).auditors).unmet()


def told_of(audit: Document, unmet: list[Unmet]) -> list[Unmet]:
    """Of `unmet` what the signed-in user may be told: what is on record of auditors is not for who only reads the audit
    (4.4.2 e)."""
    if audit.has_permission("write"):
        return unmet
    return [reason for reason in unmet if reason.code not in ABOUT_COMPETENCE]


def roles_of(users: Collection[str]) -> dict[str, set[str]]:
    """The roles that each of `users` was given; one query."""
    roles: dict[str, set[str]] = {}
    for row in frappe.get_all(
        "Has Role",
        filters={"parenttype": "User", "parent": ["in", sorted(users)]},
        fields=["parent", "role"],
        order_by="parent asc, role asc",
    ):
        roles.setdefault(row.parent, set()).add(row.role)
    return roles


def open_nonconformities(audit: str) -> list[str]:
    """Names of the nonconformities of an audit that are neither closed nor rejected."""
    return frappe.get_all(
        NONCONFORMITY,
        filters={
            "reference_doctype": "ITSM Audit",
            "reference_name": audit,
            "workflow_state": ["not in", [state.value for state in SETTLED]],
        },
        pluck="name",
        order_by="name asc",
    )


def unmet_subjects(audit: Document) -> list[Unmet]:
    """Why subjects cannot be named: a record is missing, or belongs to another system."""
    unmet = []
    for row in audit.subjects:
        named = row.subject if row.subject_type in OWNER_FIELDS else row.site
        if not is_written(named):
            unmet.append(Unmet("subject_missing", {"row": row.idx}))
        elif row.subject_type in OWNER_FIELDS:
            unmet += audit.unmet_reference(row.subject_type, row.subject)
    return unmet


def proposed_audience(audit: Document) -> list[dict]:
    """Who has an interest in the result at any rate: owners of what was audited, and top management."""
    people = {
        frappe.db.get_value(row.subject_type, row.subject, OWNER_FIELDS[row.subject_type])
        for row in audit.subjects
        if row.subject_type in OWNER_FIELDS and row.subject
    }
    people |= {row.user for row in frappe.get_cached_doc("ITSM System", audit.system).top_management}
    return [{"audience_type": "User", "audience": user} for user in sorted(people - {None, ""})]
