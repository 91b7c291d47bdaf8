"""Improvements: proposed from anywhere, known to the rules, and followed up where a target is missed (4.5.5.2)."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, flt, getdate, today

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.actions import ACTION, actions_of
from sms_iso20000.governance.dates import as_date
from sms_iso20000.governance.improvement_documents import newer_revisions
from sms_iso20000.governance.policies import POLICY, criteria_of, policy_in_force
from sms_iso20000.rules.action import Status, is_settled
from sms_iso20000.rules.improvement import Actor, Idea
from sms_iso20000.rules.improvement_score import Score, Threshold
from sms_iso20000.rules.improvement_target import Paper, Target
from sms_iso20000.rules.policy import Criterion, Kind

IMPROVEMENT = "ITSM Improvement"
KIND = "Improvement"


def propose_improvement(
    system: str,
    title: str,
    description: str,
    source_kind: str = "Employee",
    reference: tuple[str, str] | None = None,
    **more: Any,
) -> Document:
    """A new improvement, proposed by the signed-in user. `reference` is record type and name of what it was found on,
    and `more` are further fields."""
    doctype, name = reference or (None, None)
    return frappe.get_doc(
        {
            "doctype": IMPROVEMENT,
            "system": system,
            "title": title[:140],
            "description": description,
            "source_kind": source_kind,
            "reference_doctype": doctype,
            "reference_name": name,
            **more,
        }
    ).insert()


def actor_for(improvement: Document) -> Actor:
    """The signed-in user, as the rules of this improvement know them."""
    user = frappe.session.user
    process = improvement.related_process
    owner = frappe.db.get_value("ITSM Process", process, "process_owner") if process else None
    return Actor(user, frappe.get_roles(), user in top_management(improvement.system), owner == user)


def idea_of(improvement: Document) -> Idea:
    """What the gates need to know of `improvement` as it stands, saved or not."""
    actions = actions_of(IMPROVEMENT, improvement.name)
    return Idea(
        proposer=improvement.proposed_by or "",
        owner=improvement.improvement_owner or "",
        effort=cint(improvement.effort),
        benefit=cint(improvement.benefit_size),
        cost=flt(improvement.estimated_cost),
        threshold=threshold_of(improvement.system),
        criteria=criteria_in_force(improvement.system),
        scores=scores_of(improvement),
        starts_on=as_date(improvement.starts_on),
        targets=targets_of(improvement),
        actions=sum(row.status != Status.CANCELLED for row in actions),
        open_actions=sum(not is_settled(row.kind, row.status) for row in actions),
        papers=papers_of(improvement),
        has_outcome=bool((improvement.outcome or "").strip()),
        has_value=bool((improvement.value_achieved or "").strip()),
    )


def threshold_of(system: str) -> Threshold:
    """Above what top management decides on an improvement."""
    fields = ["improvement_effort_threshold", "improvement_cost_threshold"]
    effort, cost = frappe.db.get_value("ITSM System", system, fields)
    return Threshold(cint(effort), flt(cost))


def criteria_in_force(system: str) -> list[Criterion] | None:
    """The criteria by which improvements are evaluated today; None without an improvement policy in force."""
    name = policy_in_force(system, Kind.IMPROVEMENT)
    return criteria_of(frappe.get_doc(POLICY, name)) if name else None


def scores_of(improvement: Document) -> list[Score]:
    return [Score((row.criterion or "").strip(), row.score) for row in improvement.scores]


def targets_of(improvement: Document) -> list[Target]:
    return [as_target(row) for row in improvement.targets]


def as_target(row: Any) -> Target:
    """A row of the table, as document or as dict, as the rules take it."""
    return Target(
        measure=(row.measure or "").strip(),
        dimension=row.dimension or "",
        unit=row.unit or "",
        baseline=row.baseline,
        target=row.target,
        measure_on=as_date(row.measure_on),
        source=row.source,
        evidence_source=row.evidence_source or "",
        objective=row.objective or "",
        counted_by=row.dimension_counted or "",
        counted_value=row.dimension_value or "",
        measured_on=as_date(row.measured_on),
        is_met=bool(cint(row.is_met)),
    )


def papers_of(improvement: Document) -> list[Paper]:
    """The documents to revise, with what became of each."""
    newer = newer_revisions([(improvement.approved_on, row) for row in improvement.documents])
    return [
        Paper(row.document, bool(revision), bool((row.reason or "").strip()))
        for row, revision in zip(improvement.documents, newer, strict=True)
    ]


def act_on_missed(improvement: Document) -> None:
    """The next action for each target that was missed, for who carries the improvement through (4.5.5.2 d)."""
    days = cint(frappe.db.get_value("ITSM System", improvement.system, "improvement_action_due"))
    for row in improvement.targets:
        if as_target(row).is_missed:
            frappe.get_doc(
                {
                    "doctype": ACTION,
                    "system": improvement.system,
                    "title": _("Target missed: {0}").format(row.measure)[:140],
                    "kind": KIND,
                    "reference_doctype": IMPROVEMENT,
                    "reference_name": improvement.name,
                    "responsible": improvement.improvement_owner,
                    "due_on": add_days(today(), days),
                }
            ).insert(ignore_permissions=True)


def begin_again(improvement: Document) -> None:
    """Missed targets are measured once more, when the actions that they led to are due."""
    due = [
        as_date(row.due_on) for row in actions_of(IMPROVEMENT, improvement.name) if not is_settled(row.kind, row.status)
    ]
    day = max([getdate(today()), *(day for day in due if day)])
    for row in improvement.targets:
        if as_target(row).is_missed:
            row.update({"measure_on": day, "value": 0, "measured_on": None, "is_met": 0, "found_in": ""})
