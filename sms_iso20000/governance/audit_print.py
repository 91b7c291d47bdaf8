"""What the report of an audit shows beside its fields (4.5.4.1, 4.5.4.2)."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, format_datetime, get_fullname

from sms_iso20000.governance.audit_checklist import findings_of
from sms_iso20000.governance.audit_facts import team_of
from sms_iso20000.governance.audit_report import counts_of, told_to
from sms_iso20000.governance.audit_waivers import waivers_of
from sms_iso20000.governance.independence import WAIVER
from sms_iso20000.governance.language import language_read
from sms_iso20000.governance.processes import title_of
from sms_iso20000.refusal import sentence
from sms_iso20000.rules.audit import OBSERVER
from sms_iso20000.rules.audit_waiver import Stage
from sms_iso20000.rules.independence import OWNER_FIELDS, unmet_independence

LEAD = "Lead Auditor"


def report_of(audit: Document) -> dict[str, Any]:
    """Values for the print of `audit`, in the language of who reads; sentences of `stakes` are escaped already."""
    waivers = [_as_shown(row) for row in waivers_of([audit.name])]
    return {
        "subjects": [{"kind": row.subject_type, "title": _title(row)} for row in audit.subjects],
        "team": _team(audit, waivers),
        "independence": _independence(audit),
        "competence": _competence(audit),
        "waivers": waivers,
        "counts": counts_of(audit),
        "findings": [_finding(row) for row in findings_of(audit)],
        "clauses": _clauses(audit),
        "told": told_to(audit),
    }


def _title(row: Document) -> str:
    if row.subject_type not in OWNER_FIELDS:
        return row.site or ""
    return f"{title_of(frappe.get_doc(row.subject_type, row.subject))} ({row.subject})"


def _team(audit: Document, waivers: list[dict]) -> list[dict]:
    team = team_of(audit)
    people = [(team.lead, LEAD), *team.members] if team.lead else list(team.members)
    waived = {row["auditor"]: row["name"] for row in waivers if row["status"] == Stage.CONFIRMED}
    return [
        {"full_name": get_fullname(user), "role": role, "statement": _statement(audit, user, role, waived)}
        for user, role in people
    ]


def _statement(audit: Document, user: str, role: str, waived: dict[str, str]) -> str:
    if role == OBSERVER:
        return _("Looks on and judges nothing")
    if user in waived:
        return _("Has a stake that is waived: {0}").format(waived[user])
    if not audit.fieldwork_started_on:
        return _("No stake when named; looked at again when fieldwork begins")
    return _("Independent: no stake in what is audited")


def _independence(audit: Document) -> str:
    if not audit.fieldwork_started_on:
        return ""
    months = cint(frappe.db.get_value("ITSM System", audit.system, "independence_lookback"))
    return _(
        "Independence was computed from the records of {0} months when each person was named, and again on {1}."
    ).format(months, format_datetime(audit.fieldwork_started_on))


def _competence(audit: Document) -> str:
    if not audit.fieldwork_started_on:
        return ""
    if audit.is_competence_required:
        return _("Each auditor held the competences that the role needs.")
    return _("No competence is demanded of auditors: nothing was compared.")


def _as_shown(waiver: dict) -> dict[str, Any]:
    known = frappe.get_doc(WAIVER, waiver.name).known()
    return {
        **waiver,
        "auditor_name": get_fullname(waiver.auditor),
        "granted_by_name": get_fullname(waiver.granted_by),
        "confirmed_by_name": get_fullname(waiver.confirmed_by) if waiver.confirmed_by else "",
        "stakes": [sentence(reason) for reason in unmet_independence(known)],
    }


def _finding(row: Document) -> dict[str, str]:
    named = [f"{_(row.evidence_type)} {row.evidence}" if row.evidence else "", row.sample or ""]
    evidence = "\n".join(part for part in (row.evidence_note, *named) if part)
    return {
        **{field: row.get(field) for field in ("clause", "result", "note", "nonconformity")},
        "evidence": evidence,
    }


def _clauses(audit: Document) -> list[dict]:
    """The items by the clause that each requirement belongs to, in the order of the checklist."""
    title, above = f"title_{language_read()}", "parent_itsm_requirement"
    fields = ["name", "clause", title, above]
    named = {row.requirement for row in audit.checklist}
    rows = {row.name: row for row in _requirements(named, fields)}
    parents = {row.name: row for row in _requirements({row[above] for row in rows.values()}, fields)}
    found: dict[str, dict] = {}
    for item in audit.checklist:
        requirement = rows[item.requirement]
        parent = parents.get(requirement[above], requirement)
        group = found.setdefault(parent.name, {"clause": parent.clause, "title": parent[title], "items": []})
        group["items"].append({"clause": item.clause, "title": requirement[title], **_answer(item)})
    return list(found.values())


def _requirements(names: set[str], fields: list[str]) -> list[dict]:
    return frappe.get_all(
        "ITSM Requirement",
        filters={"name": ["in", sorted(filter(None, names))]},
        fields=fields,
        order_by="position asc",
    )


def _answer(item: Document) -> dict[str, str]:
    return {"result": item.result, "note": item.note}
