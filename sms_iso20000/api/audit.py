"""What the form of an audit asks for beside its own document (4.5.4.2)."""

import frappe

from sms_iso20000.governance.audit_facts import items_of, roles_of, team_of
from sms_iso20000.governance.auditor_competence import competence_of
from sms_iso20000.governance.independence import conflicts_in, unwaived
from sms_iso20000.life.audience import audience_users
from sms_iso20000.refusal import sentence
from sms_iso20000.rules.audit import AUDITOR_ROLE, progress_of
from sms_iso20000.rules.independence import unmet_independence

AUDIT = "ITSM Audit"


@frappe.whitelist(methods=["POST"])
def answer_item(
    audit: str,
    item: str,
    result: str = "",
    note: str = "",
    evidence_note: str = "",
    evidence_type: str = "",
    evidence: str = "",
    method: str = "",
    sample: str | None = None,
) -> dict:
    """Write what was found for one item of a checklist, and nothing else of the audit; answers how it stands now.

    Without a method or a sample these stay as they are; an empty sample takes the one named away.
    """
    # Two auditors may answer at the same moment; the second waits for the first and goes on from what it wrote.
    doc = frappe.get_doc(AUDIT, audit, for_update=True)
    doc.check_permission("write")
    values = {
        "result": result,
        "note": note,
        "evidence_note": evidence_note,
        "evidence_type": evidence_type or None,
        "evidence": evidence or None,
    }
    values |= {"method": method} if method else {}
    values |= {"sample": sample or None} if sample is not None else {}
    doc.answer(item, values)
    answered, total = progress_of(items_of(doc))
    row = next(row for row in doc.checklist if row.name == item)
    shown = {*values, "method", "sample", "answered_by", "answered_on", "nonconformity"}
    return {
        "row": {field: row.get(field) for field in shown},
        "modified": str(doc.modified),
        "answered": answered,
        "total": total,
        "missing": doc.missing_onward(),
    }


@frappe.whitelist(methods=["GET", "POST"])
def independence(audit: str) -> list[dict]:
    """How each person of the team stands, and everybody who could be named: what speaks against them, in sentences.

    Somebody whose stakes are waived is said to be; the reasons stay visible.
    """
    doc = frappe.get_doc(AUDIT, audit)
    doc.check_permission("read")
    team = team_of(doc).bound
    everybody = team | audience_users(doc.system, [frappe._dict(audience_type="Role", audience=AUDITOR_ROLE)])
    conflicts = conflicts_in(doc, everybody)
    open_ones = unwaived(doc, conflicts)
    competence = competence_of(doc.system, everybody)
    # What is on record of a person is not for all who read audits; who names auditors has to know whom not to name.
    chooses_team = doc.has_permission("write")
    roles = roles_of(everybody)
    return [
        {
            "user": user,
            "full_name": frappe.utils.get_fullname(user),
            "is_in_team": user in team,
            "is_auditor": AUDITOR_ROLE in roles.get(user, ()),
            "stakes": [sentence(reason) for reason in unmet_independence(c for c in conflicts if c.auditor == user)],
            "is_waived": user in {c.auditor for c in conflicts} - {c.auditor for c in open_ones},
            "lacks": competence.shown_of(user),
            "is_unfit": chooses_team and user in competence.lacking,
            "is_competence_demanded": competence.is_demanded,
        }
        for user in sorted(everybody, key=lambda user: (user not in team, user))
    ]
