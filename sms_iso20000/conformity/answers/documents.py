"""What several checks ask of the documents of a system."""

from collections.abc import Iterable

from frappe.utils import getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.completeness import REQUIREMENT, Record, is_at_or_below, requirement_named
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


def records(revisions: Iterable[dict]) -> list[Record]:
    return [(row.doctype, row.name) for row in revisions]


def overdue(scope: Scope, revisions: Iterable[dict]) -> list[dict]:
    """Those of `revisions` whose review was due."""
    return [row for row in revisions if row.next_review_on and getdate(row.next_review_on) < scope.today]


def current(scope: Scope, revisions: list[dict], proven: Verdict) -> Verdict:
    """`proven`, which holds of documents until their review is due: Stale from then on."""
    late = overdue(scope, revisions)
    if not late:
        return proven
    oldest = min(getdate(row.next_review_on) for row in late)
    return stale("documents_overdue", records(late), oldest, count=len(late), due=str(oldest))


def newest_issue(revisions: list[dict]):
    """The day on which the newest of `revisions` was issued."""
    return max(getdate(row.issued_on) for row in revisions)


def procedure_for(scope: Scope, clause: str) -> Verdict:
    """What the procedure that answers `clause` is worth: in force, owned by somebody who is there, and reviewed."""
    about = scope.documentation
    requirement = requirement_named(clause)
    procedures = [
        row
        for row in about.revisions
        if row.doctype == "ITSM Document"
        and row.kind == "Procedure"
        and any(
            doctype == REQUIREMENT and is_at_or_below(name, requirement)
            for doctype, name in about.uses.get(row.name, ())
        )
    ]
    if not procedures:
        return not_evaluable("no_procedure_for_clause", [scope.itself], clause=clause)
    in_force = [row for row in procedures if row.workflow_state == State.IN_FORCE]
    if not in_force:
        return not_met("procedure_for_clause_not_in_force", records(procedures), clause=clause)
    owned = [row for row in in_force if row.document_owner in scope.responsibility.people]
    if not owned:
        return not_met("procedure_for_clause_without_owner", records(in_force), person=in_force[0].document_owner)
    titles = ", ".join(row.title for row in owned)
    proven = met("procedure_for_clause_in_force", records(owned), newest_issue(owned), clause=clause, title=titles)
    return current(scope, owned, proven)
