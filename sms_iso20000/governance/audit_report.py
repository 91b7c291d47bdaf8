"""What comes of an audit: nonconformities, and the report told to interested parties (4.5.4.1)."""

from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname

from sms_iso20000.governance.audit_checklist import findings_of
from sms_iso20000.governance.audit_facts import items_of
from sms_iso20000.governance.delivery import tell
from sms_iso20000.governance.language import language_of_site, language_read
from sms_iso20000.governance.nonconformities import report_nonconformity
from sms_iso20000.life.audience import audience_rows
from sms_iso20000.rules.audit import GRADED, RESULTS

PURPOSE = "Result of an Audit"
# The field of a nonconformity for each kind of subject.
AREAS = {"ITSM Process": "related_process", "ITSM Arrangement": "arrangement", "ITSM Service": "service"}


def raise_nonconformities(audit: Document) -> list[str]:
    """Report one for each proven graded finding that has none, and link it there; saving is left to the caller."""
    made = []
    for row, item in zip(audit.checklist, items_of(audit), strict=True):
        if row.result in GRADED and item.has_note and item.has_evidence and not row.nonconformity:
            row.nonconformity = _report(audit, row)
            made.append(row.nonconformity)
    return made


def tell_report(audit: Document) -> str:
    """Tell conclusion and findings to the audience of the audit; the name of the communication, which keeps to whom."""
    with language_of_site():
        title, content = _("Report of audit {0}: {1}").format(audit.name, audit.title), _message(audit)
    return tell(audit.system, title[:140], content, audience_rows(audit), PURPOSE, reference=audit).name


def told_to(audit: Document) -> list[dict]:
    """Who was told, by full name, how far it reached them and when; the record of whom."""
    return (
        [
            {**row, "full_name": get_fullname(row.user)}
            for row in frappe.get_all(
                "ITSM Communication Receipt",
                filters={"communication": audit.communication},
                fields=["user", "status", "told_on", "read_on"],
                order_by="name asc",
            )
        ]
        if audit.communication
        else []
    )


def counts_of(audit: Document) -> dict[str, int]:
    """How many items had each result, of those that any had."""
    counted = Counter(row.result for row in audit.checklist)
    return {result: counted[result] for result in RESULTS if counted[result]}


def _report(audit: Document, row: Document) -> str:
    evidence = [row.evidence_note, f"{_(row.evidence_type)} {row.evidence}" if row.evidence else "", row.sample]
    title = frappe.db.get_value("ITSM Requirement", row.requirement, f"title_{language_read()}")
    return report_nonconformity(
        audit.system,
        f"{row.clause} {title}",
        row.note,
        "\n".join(part for part in evidence if part),
        row.result,
        "Audit Finding",
        (audit.doctype, audit.name),
        [row.requirement],
        **_areas(audit),
    ).name


def _areas(audit: Document) -> dict[str, str]:
    """What the nonconformity is about, where the audit looked at one process, arrangement or service alone."""
    found: dict[str, set[str]] = {}
    for row in audit.subjects:
        if row.subject_type in AREAS:
            found.setdefault(AREAS[row.subject_type], set()).add(row.subject)
    return {field: next(iter(names)) for field, names in found.items() if len(names) == 1}


def _message(audit: Document) -> str:
    counts = ", ".join(f"{_(result)}: {count}" for result, count in counts_of(audit).items())
    findings = "".join(
        f"<li>{escape_html(f'{row.clause} {_(row.result)}: {row.note}')}"
        + (f" ({escape_html(row.nonconformity)})" if row.nonconformity else "")
        + "</li>"
        for row in findings_of(audit)
    )
    parts = [
        f"<p>{escape_html(audit.conclusion)}</p>",
        f"<p>{_('Results')}: {escape_html(counts)}</p>" if counts else "",
        f"<p>{_('Findings')}:</p><ul>{findings}</ul>" if findings else f"<p>{_('There were no findings.')}</p>",
    ]
    return "".join(parts)
