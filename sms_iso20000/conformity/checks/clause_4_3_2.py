"""Checks of 4.3.2, control of documents."""

from collections import defaultdict
from datetime import date, timedelta

from frappe.utils import getdate

from sms_iso20000.conformity.answers.documents import current, newest_issue, overdue, procedure_for, records
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale

# Days after its approval from which a revision that names no day waits too long to be issued.
WAITS_TOO_LONG = 30


@check("4.3.2 .1")
def documents_are_controlled_by_procedure(scope: Scope) -> Verdict:
    """A procedure in force says how documents are controlled, and its owner is there."""
    return procedure_for(scope, "4.3.2")


@check("4.3.2 a")
def approved_before_issue(scope: Scope) -> Verdict:
    """Whatever is in force was approved, as it is, by somebody who wrote no part of it, before it was issued."""
    in_force = scope.documentation.in_force
    if not in_force:
        return not_evaluable("nothing_in_force", [scope.itself])
    offenders = [row for row in in_force if not _approved_as_it_is(scope, row)]
    if offenders:
        return not_met("issued_without_approval", records(offenders), count=len(offenders), total=len(in_force))
    proven = met("approved_before_issue", records(in_force), newest_issue(in_force), total=len(in_force))
    return current(scope, in_force, proven)


@check("4.3.2 b")
def people_are_told(scope: Scope) -> Verdict:
    """Everybody on the distribution list of what is in force was asked to acknowledge it or told of it."""
    about = scope.documentation
    if not about.in_force:
        return not_evaluable("nothing_in_force", [scope.itself])
    untold = [
        record
        for record, telling in about.telling.items()
        if telling.audience.isdisjoint(telling.told | telling.waiting | telling.failed)
    ]
    if untold:
        return not_met("nobody_told", untold, count=len(untold), total=len(about.in_force))
    failed = {(row.doctype, row.name): people for row in about.in_force if (people := _not_reached(scope, row))}
    if failed:
        return not_met("telling_failed", failed, count=len(set().union(*failed.values())))
    late = {(row.doctype, row.name): people for row in about.in_force if (people := _late_newcomers(scope, row))}
    if late:
        days = scope.interval("acknowledgement_due")
        return stale("newcomers_not_told", late, count=len(set().union(*late.values())), days=days)
    return met("people_told", records(about.in_force), newest_issue(about.in_force), total=len(about.in_force))


@check("4.3.2 c")
def documents_are_reviewed(scope: Scope) -> Verdict:
    """What is in force is reviewed by its date, and there is somebody to do it."""
    in_force = scope.documentation.in_force
    if not in_force:
        return not_evaluable("nothing_in_force", [scope.itself])
    ownerless = [row for row in in_force if not _keepers(scope, row) & scope.responsibility.people]
    if ownerless:
        return not_met("documents_without_owner", records(ownerless), count=len(ownerless), total=len(in_force))
    days = scope.interval("review_escalation")
    limit = scope.today - timedelta(days=days)
    given_up = [row for row in overdue(scope, in_force) if getdate(row.next_review_on) < limit]
    if given_up:
        return not_met("reviews_long_overdue", records(given_up), count=len(given_up), days=days)
    last = min(getdate(row.last_reviewed_on) for row in in_force)
    proven = met("documents_reviewed", records(in_force), last, total=len(in_force), last=str(last))
    return current(scope, in_force, proven)


@check("4.3.2 d")
def revision_status_identified(scope: Scope) -> Verdict:
    """One revision in force per code, each but the first saying what changed, earlier ones marked as ended."""
    in_force = scope.documentation.in_force
    if not in_force:
        return not_evaluable("nothing_in_force", [scope.itself])
    per_code = defaultdict(list)
    for row in in_force:
        per_code[row.doctype, row.code].append(row)
    twice = [row for rows in per_code.values() if len(rows) > 1 for row in rows]
    if twice:
        return not_met("two_revisions_in_force", records(twice), count=len(twice))
    silent = [
        row for row in in_force if not row.revision or (row.revision > 1 and not (row.change_summary or "").strip())
    ]
    if silent:
        return not_met("change_not_described", records(silent), count=len(silent))
    proven = met("revision_status_identified", records(in_force), newest_issue(in_force), total=len(in_force))
    return current(scope, in_force, proven)


@check("4.3.2 e")
def documents_are_where_they_are_used(scope: Scope) -> Verdict:
    """Each document in force is found at a point of use that is still there."""
    about = scope.documentation
    if not about.documents_in_force:
        return not_evaluable("no_document_in_force", [scope.itself])
    nowhere = [row for row in about.documents_in_force if about.living_places.isdisjoint(about.uses.get(row.name, ()))]
    total = len(about.documents_in_force)
    if nowhere:
        return not_met("documents_used_nowhere", records(nowhere), count=len(nowhere), total=total)
    proven = met(
        "documents_at_points_of_use",
        records(about.documents_in_force),
        newest_issue(about.documents_in_force),
        total=total,
    )
    return current(scope, about.documents_in_force, proven)


@check("4.3.2 f")
def documents_are_readable(scope: Scope) -> Verdict:
    """Each document in force has code, revision, title and owner, and content or a file that is still there."""
    about = scope.documentation
    if not about.in_force:
        return not_evaluable("nothing_in_force", [scope.itself])
    if about.unreadable:
        return not_met(
            "documents_not_readable", records(about.unreadable), count=len(about.unreadable), total=len(about.in_force)
        )
    proven = met("documents_readable", records(about.in_force), newest_issue(about.in_force), total=len(about.in_force))
    return current(scope, about.in_force, proven)


@check("4.3.2 g")
def external_documents_are_controlled(scope: Scope) -> Verdict:
    """Each document from outside has issuer, edition and master, goes to somebody, and is checked for a new edition."""
    about = scope.documentation
    if not about.external:
        return not_evaluable("no_external_document_in_force", [scope.itself])
    if about.unidentified:
        return not_met(
            "external_not_controlled",
            records(about.unidentified),
            count=len(about.unidentified),
            total=len(about.external),
        )
    proven = met(
        "external_controlled", records(about.external), newest_issue(about.external), total=len(about.external)
    )
    return current(scope, about.external, proven)


@check("4.3.2 h")
def obsolete_revisions_are_out_of_use(scope: Scope) -> Verdict:
    """What has ended is out of reach of those who would take it for valid, and what is approved is not held back."""
    about = scope.documentation
    if about.within_reach:
        return not_met("ended_within_reach", sorted(about.within_reach), count=len(about.within_reach))
    waiting = [row for row in about.revisions if _waits_too_long(scope, row)]
    if waiting:
        return stale("successor_waits", records(waiting), count=len(waiting))
    if not about.ended:
        return not_evaluable("nothing_ended", [scope.itself])
    return met("ended_out_of_reach", records(about.ended), scope.today, total=len(about.ended))


def _approved_as_it_is(scope: Scope, row: dict) -> bool:
    about = scope.documentation
    decisions = about.approvals.get((row.doctype, row.name), [])
    approved = next((entry for entry in decisions if entry.decision == "Approved"), None)
    issued = next((entry for entry in decisions if entry.decision == "Issued"), None)
    return bool(
        approved
        and issued
        and approved.sequence < issued.sequence
        and approved.content_hash == row.content_hash
        and approved.decided_by not in {row.author, *about.contributors.get(row.name, ())}
    )


def _not_reached(scope: Scope, row: dict) -> set[str]:
    """Who could not be told, and who still waits to be although there was time."""
    telling = scope.documentation.telling[row.doctype, row.name]
    still_waiting = telling.waiting if _had_time(scope, getdate(row.issued_on)) else set()
    return telling.audience & (telling.failed | still_waiting)


def _late_newcomers(scope: Scope, row: dict) -> set[str]:
    """Who was never told though there was time: since the issue, and since the person is here."""
    if not _had_time(scope, getdate(row.issued_on)):
        return set()
    about = scope.documentation
    missed = about.telling[row.doctype, row.name].missed
    return {person for person in missed if _had_time(scope, about.known_since[person])}


def _had_time(scope: Scope, since: date) -> bool:
    return since < scope.today - timedelta(days=scope.interval("acknowledgement_due"))


def _keepers(scope: Scope, row: dict) -> set[str]:
    """Who sees to the review of a revision in force."""
    return {row.document_owner} if row.doctype == "ITSM Document" else scope.top_management


def _waits_too_long(scope: Scope, row: dict) -> bool:
    if row.workflow_state != State.APPROVED or not row.previous_revision:
        return False
    if row.get("effective_on"):
        return getdate(row.effective_on) < scope.today
    return getdate(row.approved_on) + timedelta(days=WAITS_TOO_LONG) < scope.today
