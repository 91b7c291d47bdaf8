"""Life of a controlled revision (ISO/IEC 20000-1:2011, 4.3.2 a, d, h)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sms_iso20000.rules.decision import REVISION_SEALED_BY, REVISION_STATE_AFTER
from sms_iso20000.rules.unmet import Unmet


class State(str, Enum):
    DRAFT = "Draft"
    IN_REVIEW = "In Review"
    APPROVED = "Approved"
    IN_FORCE = "In Force"
    SUPERSEDED = "Superseded"
    WITHDRAWN = "Withdrawn"


NEXT = {
    State.DRAFT: {State.IN_REVIEW, State.WITHDRAWN},
    State.IN_REVIEW: {State.DRAFT, State.APPROVED, State.WITHDRAWN},
    State.APPROVED: {State.IN_FORCE, State.WITHDRAWN},
    State.IN_FORCE: {State.SUPERSEDED, State.WITHDRAWN},
    State.SUPERSEDED: set(),
    State.WITHDRAWN: set(),
}
# What only the life's own functions write.
LIFE_FIELDS = (
    "author",
    "revision",
    "previous_revision",
    "reviewed_by",
    "reviewed_on",
    "review_remarks",
    "reviewed_hash",
    "approved_by",
    "approved_on",
    "issued_by",
    "issued_on",
    "last_reviewed_on",
    "next_review_on",
    "review_escalated_on",
    "superseded_by",
    "superseded_on",
    "withdrawn_on",
    "withdrawal_reason",
    "content_hash",
)
# The DocTypes whose records live this life.
CONTROLLED_DOCTYPES = tuple(REVISION_SEALED_BY)
# The state in which each decision leaves a revision.
STATE_AFTER = {decision: State(state) for decision, state in REVISION_STATE_AFTER.items()}
IN_PREPARATION = (State.DRAFT.value, State.IN_REVIEW.value, State.APPROVED.value)


@dataclass(frozen=True)
class Revision:
    """What the gates need to know of one revision. People are user names, hashes SHA-256 of the sealed content."""

    contributors: frozenset[str]
    missing_content: tuple[str, ...] = ()
    content_hash: str = ""
    sealed_hash: str = ""
    approved_by: str = ""
    reviewed_by: str = ""
    reviewed_hash: str = ""
    withdrawal_reason: str = ""
    change_missing: bool = False
    audience_size: int = 0
    # Those named as reviewers who have not reviewed this very content.
    missing_reviewers: tuple[str, ...] = ()
    effective_on: date | None = None
    today: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Approvers:
    """Who alone approves, and alone withdraws what was approved: top management, or those whom the record names."""

    people: frozenset[str]
    are_named: bool = False

    def unmet_for_approval(self, actor: str) -> list[Unmet]:
        if actor in self.people:
            return []
        if self.are_named:
            return [Unmet("approver_not_named", {"user": actor})]
        return [Unmet("approver_not_top_management", {"user": actor})]

    def unmet_for_withdrawal(self, actor: str) -> list[Unmet]:
        if actor in self.people:
            return []
        if self.are_named:
            return [Unmet("withdrawal_not_by_approver", {"user": actor})]
        return [Unmet("withdrawal_not_top_management", {"user": actor})]


def illegal_step(before: str, after: str) -> list[Unmet]:
    """Superseding is no step a person takes: it happens when the next revision is issued."""
    if before == after:
        return []
    known = {state.value for state in State}
    if after not in known or before not in known:
        return [Unmet("unknown_state", {"state": after if after not in known else before})]
    if State(after) not in NEXT[State(before)] or after == State.SUPERSEDED:
        return [Unmet("illegal_step", {"before": before, "after": after})]
    return []


def unmet_for_step(after: str, actor: str, revision: Revision, approvers: Approvers) -> list[Unmet]:
    """All reasons against entering `after`, not only the first: the form and the server show the same list."""
    gate = {
        State.IN_REVIEW: _unmet_for_review,
        State.APPROVED: _unmet_for_approval,
        State.IN_FORCE: _unmet_for_issue,
        State.WITHDRAWN: _unmet_for_withdrawal,
    }.get(State(after))
    return gate(actor, revision, approvers) if gate else []


def unmet_for_reviewing(actor: str, contributors: Collection[str], named: Collection[str]) -> list[Unmet]:
    """All reasons why `actor` cannot review a revision. Where reviewers are named, nobody else reviews it."""
    unmet = [Unmet("reviewer_is_author")] if actor in contributors else []
    if named and actor not in named:
        unmet.append(Unmet("reviewer_not_named", {"user": actor}))
    return unmet


def _unmet_for_review(actor: str, revision: Revision, approvers: Approvers) -> list[Unmet]:
    unmet = [Unmet(code) for code in revision.missing_content]
    if revision.change_missing:
        unmet.append(Unmet("no_change_summary"))
    return unmet


def _unmet_for_approval(actor: str, revision: Revision, approvers: Approvers) -> list[Unmet]:
    unmet = _unmet_for_review(actor, revision, approvers)
    if actor in revision.contributors:
        unmet.append(Unmet("approver_is_author"))
    unmet += approvers.unmet_for_approval(actor)
    if not revision.reviewed_by:
        unmet.append(Unmet("not_reviewed"))
    elif revision.reviewed_by in revision.contributors:
        unmet.append(Unmet("reviewer_is_author"))
    elif revision.reviewed_hash != revision.content_hash:
        unmet.append(Unmet("reviewed_other_content"))
    unmet += [Unmet("reviewer_missing", {"user": user}) for user in revision.missing_reviewers]
    if revision.effective_on and revision.effective_on < revision.today:
        unmet.append(Unmet("effective_before_approval", {"day": revision.effective_on}))
    return unmet


def _unmet_for_issue(actor: str, revision: Revision, approvers: Approvers) -> list[Unmet]:
    unmet = _unmet_for_review(actor, revision, approvers)
    if actor in revision.contributors:
        unmet.append(Unmet("issuer_is_author"))
    if revision.sealed_hash != revision.content_hash:
        unmet.append(Unmet("seal_broken"))
    if not revision.audience_size:
        unmet.append(Unmet("empty_audience"))
    if revision.effective_on and revision.effective_on > revision.today:
        unmet.append(Unmet("not_effective_yet", {"day": revision.effective_on}))
    return unmet


def _unmet_for_withdrawal(actor: str, revision: Revision, approvers: Approvers) -> list[Unmet]:
    unmet = [] if revision.withdrawal_reason.strip() else [Unmet("no_withdrawal_reason")]
    # What is still being prepared is its authors' to drop; what was approved answers to those who approve.
    return unmet + (approvers.unmet_for_withdrawal(actor) if revision.approved_by else [])
