"""When evidence kept outside the app counts: recent, bounded, confirmed by a second person (4.3.3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sms_iso20000.rules.schedule import months_later
from sms_iso20000.rules.unmet import Unmet

# Months; one cycle of certification, beyond which what was seen once cannot speak.
LONGEST_VALIDITY = 36
# What top management has to do itself is confirmed by top management alone.
OF_TOP_MANAGEMENT = "4.1.1"
CONFIRMING_ROLES = frozenset({"ITSM Manager", "ITSM Top Management", "ITSM Auditor"})


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence; `clause` is that of its requirement, for example "4.1.1 c"."""

    clause: str
    is_group: bool
    recorded_by: str
    evidence_date: date
    valid_until: date


def unmet_for_recording(evidence: Evidence, requirement: str, today: date) -> list[Unmet]:
    """All reasons why the dates or the requirement cannot be kept so."""
    unmet = []
    if evidence.is_group:
        unmet.append(Unmet("evidence_for_a_clause", {"name": requirement}))
    if evidence.evidence_date > today:
        unmet.append(Unmet("evidence_in_future", {"day": evidence.evidence_date}))
    if evidence.valid_until < evidence.evidence_date:
        unmet.append(Unmet("validity_before_evidence", {"day": evidence.valid_until}))
    if evidence.valid_until > (longest := months_later(evidence.evidence_date, LONGEST_VALIDITY)):
        unmet.append(Unmet("validity_too_long", {"day": longest}))
    return unmet


def unmet_for_confirming(
    evidence: Evidence, actor: str, roles: Collection[str], top_management: Collection[str], today: date
) -> list[Unmet]:
    """All reasons why `actor` cannot confirm this evidence today."""
    unmet = unmet_for_judging(evidence, actor, roles, top_management)
    if actor == evidence.recorded_by:
        unmet.insert(0, Unmet("confirmer_is_recorder"))
    if evidence.valid_until < today:
        unmet.append(Unmet("evidence_has_expired", {"day": evidence.valid_until}))
    return unmet


def unmet_for_judging(
    evidence: Evidence, actor: str, roles: Collection[str], top_management: Collection[str]
) -> list[Unmet]:
    """Why `actor` has no say in what this evidence proves: confirming it, or withdrawing what was confirmed."""
    if is_for_top_management(evidence.clause):
        return [] if actor in top_management else [Unmet("confirmer_not_top_management", {"user": actor})]
    return [] if CONFIRMING_ROLES.intersection(roles) else [Unmet("confirmer_without_role", {"user": actor})]


def is_for_top_management(clause: str) -> bool:
    """Whether `clause` is 4.1.1 or a requirement of it."""
    return clause.split(" ")[0] == OF_TOP_MANAGEMENT
