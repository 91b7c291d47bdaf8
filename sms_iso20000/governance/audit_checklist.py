"""The checklist of an audit: generated from the requirements in scope, answered item by item (4.5.4.2)."""

from collections.abc import Collection
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from sms_iso20000.governance.audit_facts import team_of
from sms_iso20000.governance.audit_ground import newest_run, requirements_of
from sms_iso20000.governance.audit_history import earlier_findings
from sms_iso20000.governance.language import language_read
from sms_iso20000.life.kept_record import plain
from sms_iso20000.rules.audit import AT_WORK, FINDINGS, unmet_answerer
from sms_iso20000.rules.nonconformity import State
from sms_iso20000.rules.unmet import Unmet

ITEM = "ITSM Audit Item"
# What the app knows of a requirement, and what comes of a finding.
FACTS = ("clause", "computed_status", "conformity_result", "earlier_findings", "nonconformity")
# What auditors found.
SIGNED = ("answered_by", "answered_on")
ANSWER = ("result", "note", "evidence_note", "evidence_type", "evidence", "sample")
# What was asked, and how.
ASKED = ("requirement", "question", "method")


def generate(audit: Document, lookback: date) -> int:
    """Add an item for each requirement in scope that has none, with what is known of it; answers how many.

    Items of what left the scope go, as long as nobody answered them. Facts of the others are brought up to date.
    """
    wanted = requirements_of(audit)
    audit.set("checklist", [row for row in audit.checklist if row.requirement in wanted or row.result or row.note])
    present = {row.requirement for row in audit.checklist}
    texts = _texts(wanted)
    added = [name for name in wanted if name not in present]
    for name in added:
        audit.append("checklist", {"requirement": name, "question": texts[name].question, "method": "Interview"})
    refresh_facts(audit, lookback)
    order = {name: position for position, name in enumerate(wanted)}
    audit.checklist.sort(key=lambda row: order.get(row.requirement, len(order)))
    for position, row in enumerate(audit.checklist, start=1):
        row.idx = position
    return len(added)


def refresh_facts(audit: Document, lookback: date) -> None:
    """Clause, latest computed status and earlier findings of every item, as they are now."""
    names = {row.requirement for row in audit.checklist}
    clauses, results = _texts(names), _results(audit.system, names)
    earlier = earlier_findings(audit.system, audit.name or "", names, lookback)
    for row in audit.checklist:
        result = results.get(row.requirement)
        row.clause = clauses[row.requirement].clause
        row.computed_status = result.status if result else ""
        row.conformity_result = result.name if result else None
        found = earlier.get(row.requirement, [])
        row.earlier_findings = frappe.as_json(found, indent=None) if found else None


def unmet_rows(audit: Document, before: Document | None, user: str) -> list[Unmet]:
    """Why rows of the checklist cannot be changed like this: what only the app writes, and who may answer when."""
    known = {row.name: row for row in before.checklist} if before else {}
    changed = [row for row in audit.checklist if _differs(row, known.get(row.name), FACTS)]
    unmet = [Unmet("changed_by_hand", {"field": audit._label("checklist")})] if changed else []
    answered = answered_anew(audit, before)
    if not before or before.workflow_state not in AT_WORK:
        return [*unmet, Unmet("answer_in_fieldwork_only")] if answered else unmet
    gone = [row for name, row in known.items() if name not in {row.name for row in audit.checklist}]
    if gone:
        unmet.append(Unmet("item_stays", {"clauses": ", ".join(row.clause or "" for row in gone)}))
    asked = [row for row in audit.checklist if _differs(row, known.get(row.name), ASKED)]
    if asked or answered or gone or plain(audit.conclusion) != plain(before.conclusion):
        unmet += unmet_answerer(before.kind, team_of(before), user)
    return [*unmet, *unmet_reported(audit, known), *unmet_evidence(audit, answered)]


def answered_anew(audit: Document, before: Document | None) -> list[Document]:
    """Rows whose answer is another than it was."""
    known = {row.name: row for row in before.checklist} if before else {}
    return [row for row in audit.checklist if _differs(row, known.get(row.name), ANSWER)]


def unmet_reported(audit: Document, known: dict[str, Document]) -> list[Unmet]:
    """Findings that are another than the nonconformity which was reported for them, unless that was rejected."""
    changed = {
        before.nonconformity
        for row in audit.checklist
        if (before := known.get(row.name))
        and before.nonconformity
        and any(plain(row.get(field)) != plain(before.get(field)) for field in ("result", "requirement"))
    }
    names = frappe.get_all(
        "ITSM Nonconformity",
        filters={"name": ["in", sorted(changed)], "workflow_state": ["!=", State.REJECTED.value]},
        pluck="name",
        order_by="name asc",
    )
    return [Unmet("finding_is_reported", {"names": ", ".join(names)})] if names else []


def name_clauses(audit: Document) -> None:
    """Say of items that people added which clause they ask about; the checklist of a generated one knows."""
    unnamed = {row.requirement for row in audit.checklist if row.requirement and not row.clause}
    clauses = _texts(unnamed) if unnamed else {}
    for row in audit.checklist:
        row.clause = row.clause or (clauses[row.requirement].clause if row.requirement in clauses else "")


def unmet_evidence(audit: Document, rows: Collection[Document]) -> list[Unmet]:
    """Why records cannot be named as evidence: who answers may not read them, or they belong to another system."""
    unmet = []
    for row in rows:
        if bool(row.evidence_type) != bool(row.evidence):
            unmet.append(Unmet("record_type_missing"))
        elif row.evidence:
            if not frappe.has_permission(row.evidence_type, "read", doc=row.evidence):
                unmet.append(Unmet("record_kept_from_you", {"name": row.evidence}))
            else:
                unmet += audit.unmet_reference(row.evidence_type, row.evidence)
        if row.sample and frappe.db.get_value("ITSM Sample", row.sample, "audit") not in (None, "", audit.name):
            unmet.append(Unmet("sample_of_other_audit", {"name": row.sample}))
    return unmet


def sign(audit: Document, before: Document | None, user: str) -> None:
    """Who answered what is answered anew, and when; and which clause the items ask about that people added."""
    name_clauses(audit)
    moment = now_datetime().replace(microsecond=0)
    for row in answered_anew(audit, before):
        row.update({"answered_by": user, "answered_on": moment} if row.result else dict.fromkeys(SIGNED))


def findings_of(audit: Document) -> list[Document]:
    return [row for row in audit.checklist if row.result in FINDINGS]


def _differs(row: Document, known: Document | None, fields: tuple[str, ...]) -> bool:
    return any(plain(row.get(field)) != plain(known.get(field) if known else None) for field in fields)


def _texts(requirements: Collection[str]) -> dict[str, dict]:
    """Clause and question of each requirement, in the language of who reads."""
    titles, questions = (f"{field}_{language_read()}" for field in ("title", "guidance"))
    rows = frappe.get_all(
        "ITSM Requirement",
        filters={"name": ["in", sorted(requirements)]},
        fields=["name", "clause", titles, questions],
        order_by="position asc",
    )
    for row in rows:
        row.question = row[questions] or row[titles]
    return {row.name: row for row in rows}


def _results(system: str, requirements: Collection[str]) -> dict[str, dict]:
    run = newest_run(system)
    rows = frappe.get_all(
        "ITSM Conformity Result",
        filters={"run": run, "requirement": ["in", sorted(requirements)]},
        fields=["name", "requirement", "status"],
        order_by="position asc",
    )
    return {row.requirement: row for row in rows}
