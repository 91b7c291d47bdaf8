"""Who may have records disposed of, when, and what is left of an anonymised one (4.3.3)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from sms_iso20000.rules.retention import IN_FORCE, KEEP, TEXTS, Deciders
from sms_iso20000.rules.unmet import Unmet


class Stage(str, Enum):
    REQUESTED = "Requested"
    APPROVED = "Approved"
    DISPOSED = "Disposed"
    CANCELLED = "Cancelled"


class Outcome(str, Enum):
    PENDING = "Pending"
    DELETED = "Deleted"
    ANONYMISED = "Anonymised"
    ALREADY_GONE = "Already Gone"
    KEPT = "Kept"


# The stages in which records may still be waiting for their disposal.
OPEN = (Stage.REQUESTED, Stage.APPROVED)
# What the approved disposal made of a record itself.
DISPOSED_OF = (Outcome.DELETED, Outcome.ANONYMISED)
# Their columns in the database hold nought rather than nothing.
NUMBERS = frozenset({"Int", "Check", "Float", "Percent", "Currency"})


@dataclass(frozen=True)
class Rule:
    """What matters of the retention rule that a disposal follows."""

    name: str
    status: str
    method: str
    on_hold: bool


@dataclass(frozen=True)
class Result:
    """What became of a record: `reason` says why it was kept, `record_hash` is the SHA-256 of what it was before."""

    outcome: Outcome
    reason: str = ""
    record_hash: str = ""


def unmet_by_rule(rule: Rule) -> list[Unmet]:
    """Why nothing can be disposed of by this rule now."""
    unmet = []
    if rule.status != IN_FORCE:
        unmet.append(Unmet("disposal_rule_not_in_force", {"name": rule.name}))
    if rule.on_hold:
        unmet.append(Unmet("disposal_on_hold", {"name": rule.name}))
    if rule.method == KEEP:
        unmet.append(Unmet("disposal_rule_keeps", {"name": rule.name}))
    return unmet


def unmet_for_approving(rule: Rule, requester: str, who: Deciders) -> list[Unmet]:
    """All reasons why somebody cannot approve what `requester` asked for."""
    unmet = unmet_by_rule(rule)
    if who.actor == requester:
        unmet.append(Unmet("disposal_own_request"))
    if not who.may_decide:
        unmet.append(Unmet("disposal_approver_not_entitled", {"user": who.actor}))
    return unmet


def unmet_for_cancelling(candidates: int, pending: int, reason: str) -> list[Unmet]:
    """All reasons against giving up a disposal of whose `candidates` so many are still `pending`."""
    unmet = [Unmet("disposal_begun")] if pending < candidates else []
    return unmet if reason.strip() else [*unmet, Unmet("reason_missing")]


def candidates_among(due: Collection[str], spoken_for: Collection[str], most: int) -> list[str]:
    """The first `most` of those due that no other disposal has taken or anonymised, in their order."""
    taken = set(spoken_for)
    return [name for name in due if name not in taken][:most]


def emptied(fieldtype: str, is_mandatory: bool, word: str) -> str | int | None:
    """What an emptied field holds: nothing, nought in a number, `word` in a text that must not be empty."""
    if fieldtype in NUMBERS:
        return 0
    return word if is_mandatory and fieldtype in TEXTS else None
