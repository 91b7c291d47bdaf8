"""Checks of 4.1.3, authority, responsibility and communication."""

from frappe.utils import getdate

from sms_iso20000.conformity.answers.processes import (
    confirmed_since,
    named,
    not_confirmed_in_time,
    with_incomplete_roles,
    without_owner,
    without_process,
)
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


@check("4.1.3 a")
def responsibilities_are_defined(scope: Scope) -> Verdict:
    """Each process has an owner who is there, and roles that say who is responsible for what and may decide what."""
    about = scope.responsibility
    if not about.processes:
        return without_process(scope)
    if verdict := without_owner(scope) or with_incomplete_roles(scope) or not_confirmed_in_time(scope):
        return verdict
    last = confirmed_since(scope)
    return met("responsibilities_current", named(about.processes), last, total=len(about.processes), last=str(last))


@check("4.1.3 a")
def nothing_is_orphaned(scope: Scope) -> Verdict:
    """Whoever answers for a record of the system is still there."""
    orphans = scope.responsibility.orphans
    if orphans:
        records = [(orphan.reference_doctype, orphan.reference_name) for orphan in orphans]
        return not_met("records_orphaned", list(dict.fromkeys(records)), count=len(orphans))
    return met("nothing_orphaned", [scope.itself], scope.today)


@check("4.1.3 b")
def communication_procedures_are_used(scope: Scope) -> Verdict:
    """The register says who tells whom what and when, and what was due has been told."""
    procedures = scope.responsibility.procedures
    if not procedures:
        return not_evaluable("no_communication_procedure", [scope.itself])
    due = [row for row in procedures if row.next_due_on and getdate(row.next_due_on) < scope.today]
    never = [row for row in due if not row.last_made_on]
    if never:
        return not_met("procedure_never_followed", _rows(never), count=len(never), total=len(procedures))
    if due:
        oldest = min(getdate(row.next_due_on) for row in due)
        return stale("procedure_overdue", _rows(due), oldest, count=len(due), due=str(oldest))
    made = [row for row in procedures if row.last_made_on]
    if not made:
        return not_evaluable("procedures_not_used_yet", _rows(procedures), total=len(procedures))
    last = max(getdate(row.last_made_on) for row in made)
    return met("procedures_used", _rows(made), last, total=len(procedures), last=str(last))


def _rows(procedures: list) -> list[tuple[str, str]]:
    return [("ITSM Communication Procedure", row.name) for row in procedures]
