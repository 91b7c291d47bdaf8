"""What is wrong with the content of an audit as it is about to be kept (4.5.4.2)."""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.governance.audit_checklist import unmet_rows
from sms_iso20000.governance.audit_facts import roles_of, team_of, unmet_stakes, unmet_subjects
from sms_iso20000.governance.auditor_competence import competence_of
from sms_iso20000.governance.dates import as_date
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.rules.audit import AT_WORK, SEALED_IN, unmet_days, unmet_kind_change, unmet_lead_change, unmet_team
from sms_iso20000.rules.external_audit import unmet_ledger
from sms_iso20000.rules.unmet import Unmet

# What the audit looks at: another scope makes other people independent.
AUDITED = ("subjects", "requirements")


def unmet_of(audit: Document, before: Document | None) -> list[Unmet]:
    """All reasons against keeping `audit` as the signed-in user left it; `before` is how it is stored."""
    days = [as_date(audit.get(field)) for field in ("certified_on", "valid_until", "responded_on")]
    unmet = unmet_ledger(*days, getdate(today()))
    if before and before.workflow_state in SEALED_IN:
        return unmet
    team = team_of(audit)
    unmet += [
        *unmet_days(as_date(audit.starts_on), as_date(audit.ends_on)),
        *audit.unmet_people(),
        *unmet_team(team, roles_of(team.auditors)),
        *audit.unmet_links("programme"),
        *unmet_subjects(audit),
        *unmet_rows(audit, before, frappe.session.user),
        *unmet_stakes(audit, _to_look_at(audit, before)),
    ]
    if before:
        unmet += unmet_lead_change(before.workflow_state, before.lead_auditor or "", audit.lead_auditor or "")
        unmet += unmet_kind_change(before.workflow_state, before.kind, audit.kind)
        unmet += _unmet_newcomers(audit, before)
    return unmet


def _unmet_newcomers(audit: Document, before: Document) -> list[Unmet]:
    """What auditors lack who join while the audit is under way; of all others that was asked when it began."""
    if before.workflow_state not in AT_WORK:
        return []
    newly_named = team_of(audit).auditors - team_of(before).auditors
    return competence_of(audit.system, newly_named).unmet() if newly_named else []


def _to_look_at(audit: Document, before: Document | None) -> set[str]:
    """Who is newly named, or everybody where it is something else that is audited."""
    people = team_of(audit).bound
    if before and not any(as_kept(before, field) != as_kept(audit, field) for field in AUDITED):
        people -= team_of(before).bound
    return people
