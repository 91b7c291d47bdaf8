"""Checks of 4.3, documentation management."""

from collections import defaultdict

from frappe.utils import getdate

from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met


@check("4.3.2 a")
def approved_before_issue(scope: Scope) -> Verdict:
    """Whatever is in force was approved, as it is, by somebody who wrote no part of it, before it was issued."""
    if not scope.in_force:
        return not_evaluable("nothing_in_force", [scope.itself])
    offenders = [(doctype, row.name) for doctype, row in scope.in_force if not _approved_as_it_is(scope, doctype, row)]
    if offenders:
        return not_met("issued_without_approval", offenders, count=len(offenders), total=len(scope.in_force))
    return met(
        "approved_before_issue",
        [(doctype, row.name) for doctype, row in scope.in_force],
        max(getdate(row.issued_on) for _doctype, row in scope.in_force),
        total=len(scope.in_force),
    )


@check("4.3.2 d")
def revision_status_identified(scope: Scope) -> Verdict:
    """One revision in force per code, each but the first saying what changed, earlier ones marked as ended."""
    if not scope.in_force:
        return not_evaluable("nothing_in_force", [scope.itself])
    per_code = defaultdict(list)
    for doctype, row in scope.in_force:
        per_code[doctype, row.code].append((doctype, row.name))
    twice = [record for records in per_code.values() if len(records) > 1 for record in records]
    if twice:
        return not_met("two_revisions_in_force", twice, count=len(twice))
    silent = [
        (doctype, row.name)
        for doctype, row in scope.in_force
        if not row.revision or (row.revision > 1 and not (row.change_summary or "").strip())
    ]
    if silent:
        return not_met("change_not_described", silent, count=len(silent))
    return met(
        "revision_status_identified",
        [(doctype, row.name) for doctype, row in scope.in_force],
        max(getdate(row.issued_on) for _doctype, row in scope.in_force),
        total=len(scope.in_force),
    )


def _approved_as_it_is(scope: Scope, doctype: str, row: dict) -> bool:
    decisions = scope.approvals.get((doctype, row.name), [])
    approved = next((entry for entry in decisions if entry.decision == "Approved"), None)
    issued = next((entry for entry in decisions if entry.decision == "Issued"), None)
    return bool(
        approved
        and issued
        and approved.sequence < issued.sequence
        and approved.content_hash == row.content_hash
        and approved.decided_by not in {row.author, *scope.contributors.get(row.name, ())}
    )
