"""Life of an arrangement with who operates a process of ours, and the proofs that we still govern it (4.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sms_iso20000.rules.objective import BY_HAND, FROM_SNAPSHOTS, as_number
from sms_iso20000.rules.standing import OVER, Standing
from sms_iso20000.rules.step import unmet_way
from sms_iso20000.rules.unmet import Unmet


class State(str, Enum):
    DRAFT = "Draft"
    AGREED = "Agreed"
    ACTIVE = "Active"
    UNDER_IMPROVEMENT = "Under Improvement"
    ENDED = "Ended"


class PartyKind(str, Enum):
    SUPPLIER = "Supplier"
    INTERNAL_GROUP = "Internal Group"
    CUSTOMER = "Customer"


class Way(str, Enum):
    """The process through which a party is managed (4.2, 7.2, 6.1)."""

    SUPPLIER_MANAGEMENT = "Supplier Management"
    SERVICE_LEVEL_MANAGEMENT = "Service Level Management"


NEXT = {
    State.DRAFT: {State.AGREED, State.ENDED},
    State.AGREED: {State.ACTIVE, State.DRAFT, State.ENDED},
    State.ACTIVE: {State.UNDER_IMPROVEMENT, State.DRAFT, State.ENDED},
    State.UNDER_IMPROVEMENT: {State.ACTIVE, State.DRAFT, State.ENDED},
    State.ENDED: set(),
}
# In these the party works under the arrangement, which is reviewed.
AT_WORK = (State.ACTIVE, State.UNDER_IMPROVEMENT)
FROM_OBJECTIVE = "Objective"
LARGEST_WEIGHT = 1000
# The steps that a person gives a reason for.
NEEDS_REASON = frozenset({State.DRAFT, State.UNDER_IMPROVEMENT, State.ENDED})
PROOFS = ("a", "b", "c", "d")
PARTY_TYPES = {
    PartyKind.SUPPLIER: ("Supplier", "Contact"),
    PartyKind.INTERNAL_GROUP: ("Department", "HD Team", "User Group"),
    PartyKind.CUSTOMER: ("Customer", "HD Customer", "Contact"),
}
# Who of our own answers for what others do: those who decide, and none who audit it.
OWNER_ROLES = frozenset({"ITSM Manager", "ITSM Top Management", "ITSM Process Owner"})
# What was agreed with the party: the seal covers it from Agreed on.
TERMS = (
    "title",
    "related_process",
    "part",
    "starts_on",
    "ends_on",
    "party_kind",
    "party_type",
    "party",
    "party_name",
    "contact_person",
    "activities",
    "agreement_type",
    "agreement",
    "authority_clause",
    "definition_document",
    "definition_control",
    "interfaces",
    "measures",
    "compliance_questions",
    "review_interval",
    "improvement_planning",
    "way_of_management",
    "escalation_path",
)
# What only the arrangement's own functions write.
LIFE_FIELDS = (
    "last_reviewed_on",
    "next_review_on",
    "review_escalated_on",
    "agreed_by",
    "agreed_on",
    "activated_by",
    "activated_on",
    "step_reason",
    "reason_for",
    "ended_on",
    "content_hash",
)


@dataclass(frozen=True)
class Arrangement:
    """What the gates and the proofs need to know of one arrangement."""

    state: str = State.DRAFT.value
    party_kind: str = ""
    party: Standing = Standing.STANDS
    agreement: Standing = Standing.NONE
    is_over: bool = False
    has_owner: bool = False
    is_owner_in_place: bool = False
    has_authority_clause: bool = False
    definition: Standing = Standing.NONE
    has_definition_control: bool = False
    interfaces: int = 0
    measures: int = 0
    questions: int = 0
    has_improvement_planning: bool = False
    has_contact: bool = False
    has_escalation_path: bool = False
    has_activities: bool = False


def illegal_step(before: str, after: str) -> list[Unmet]:
    """Reasons against a step of a person from `before` to `after`, whatever the arrangement."""
    return unmet_way(NEXT, before, after)


def unmet_for_step(after: str, arrangement: Arrangement) -> list[Unmet]:
    """All reasons against entering `after`, beside the reason a person has to give for it."""
    if after == State.AGREED:
        return unmet_for_proof("a", arrangement)
    if after in AT_WORK:
        reasons = [reason for letter in PROOFS for reason in unmet_for_proof(letter, arrangement)]
        return list(dict.fromkeys([*reasons, *unmet_for_management(arrangement)]))
    return []


def missing_for_proof(letter: str, arrangement: Arrangement) -> list[str]:
    """Codes of what the proof of that letter of 4.2 still lacks; the refusals have a sentence for each."""
    return [reason.code for reason in unmet_for_proof(letter, arrangement)]


def missing_for_management(arrangement: Arrangement) -> list[str]:
    """Codes of what the way in which the party is managed still lacks."""
    return [reason.code for reason in unmet_for_management(arrangement)]


def unmet_for_proof(letter: str, arrangement: Arrangement) -> list[Unmet]:
    """What proof `letter` lacks: a accountability and authority, b definition, c performance, d improvement."""
    return {"a": _unmet_a, "b": _unmet_b, "c": _unmet_c, "d": _unmet_d}[letter](arrangement)


def unmet_for_management(arrangement: Arrangement) -> list[Unmet]:
    """What the way in which the party is managed lacks."""
    unmet = _unmet_agreement(arrangement)
    unmet += _unless(arrangement.has_activities, Unmet("activities_missing"))
    if way_of(arrangement.party_kind) is Way.SUPPLIER_MANAGEMENT:
        unmet += _unless(arrangement.has_contact, Unmet("contact_person_missing"))
        unmet += _unless(arrangement.has_escalation_path, Unmet("escalation_path_missing"))
    else:
        unmet += _unless(arrangement.measures, Unmet("measure_missing"))
    return unmet


def way_of(party_kind: str) -> Way:
    """Suppliers are managed through supplier management, who is of the house or a customer through service levels."""
    return Way.SUPPLIER_MANAGEMENT if party_kind == PartyKind.SUPPLIER else Way.SERVICE_LEVEL_MANAGEMENT


def stamps_for(before: str, after: str, user: str, now: datetime, next_review_on: date | None) -> dict[str, Any]:
    """What the step from `before` to `after` writes beside the state and its reason."""
    if (before, after) == (State.UNDER_IMPROVEMENT, State.ACTIVE):
        return {}
    stamps = {
        State.AGREED: {"agreed_by": user, "agreed_on": now},
        State.ACTIVE: {"activated_by": user, "activated_on": now, "next_review_on": next_review_on},
        State.DRAFT: dict.fromkeys(("agreed_by", "agreed_on", "activated_by", "activated_on")),
        State.ENDED: {"ended_on": now.date(), "next_review_on": None, "review_escalated_on": None},
    }
    return stamps.get(State(after), {})


def decision_for(before: str, after: str) -> str:
    """The decision that the step from `before` to `after` is."""
    if (before, after) == (State.UNDER_IMPROVEMENT, State.ACTIVE):
        return "Improvement Finished"
    return {
        State.AGREED: "Agreed",
        State.ACTIVE: "Activated",
        State.UNDER_IMPROVEMENT: "Improvement Started",
        State.DRAFT: "Returned to Draft",
        State.ENDED: "Ended",
    }[State(after)]


def unmet_party(arrangement: Mapping[str, Any]) -> list[Unmet]:
    """All reasons against who the party is said to be: a record of a type that fits the kind, or a name."""
    kind, record_type = arrangement["party_kind"], arrangement["party_type"]
    if not record_type:
        return _unless(_text(arrangement["party_name"]), Unmet("party_name_missing"))
    unmet = _unless(arrangement["party"], Unmet("party_missing", {"type": record_type}))
    fitting = PARTY_TYPES.get(kind, ())
    if record_type not in fitting:
        unmet.append(Unmet("party_type_does_not_fit", {"type": record_type, "kind": kind, "types": ", ".join(fitting)}))
    return unmet


def unmet_measures(measures: Sequence[Mapping[str, Any]]) -> list[Unmet]:
    """All reasons why measures cannot be measured; takes their fields by name, as they came."""
    return [reason for measure in measures for reason in _unmet_measure(measure)]


def same_ground(arrangement: Mapping[str, Any]) -> tuple[str, ...]:
    """What two arrangements that have not ended never share: process, part and party."""
    party = (arrangement["party_type"], arrangement["party"])
    if not arrangement["party_type"]:
        party = ("", _text(arrangement["party_name"]).casefold())
    return (_text(arrangement["related_process"]), _text(arrangement["part"]).casefold(), *map(_text, party))


def _unmet_a(arrangement: Arrangement) -> list[Unmet]:
    unmet = _unless(arrangement.has_owner, Unmet("accountable_owner_missing"))
    if arrangement.has_owner and not arrangement.is_owner_in_place:
        unmet.append(Unmet("accountable_owner_gone"))
    if arrangement.is_over:
        unmet.append(Unmet("arrangement_over"))
    if arrangement.party is Standing.GONE:
        unmet.append(Unmet("party_gone"))
    elif arrangement.party in OVER:
        unmet.append(Unmet("party_disabled"))
    unmet += _unmet_agreement(arrangement)
    return unmet + _unless(arrangement.has_authority_clause, Unmet("authority_clause_missing"))


def _unmet_b(arrangement: Arrangement) -> list[Unmet]:
    unmet = []
    if arrangement.definition is Standing.NONE:
        unmet.append(Unmet("definition_document_missing"))
    elif arrangement.definition is not Standing.STANDS:
        unmet.append(Unmet("definition_not_in_force"))
    unmet += _unless(arrangement.has_definition_control, Unmet("definition_control_missing"))
    return unmet + _unless(arrangement.interfaces, Unmet("arrangement_interface_missing"))


def _unmet_c(arrangement: Arrangement) -> list[Unmet]:
    unmet = _unless(arrangement.measures, Unmet("measure_missing"))
    return unmet + _unless(arrangement.questions, Unmet("compliance_question_missing"))


def _unmet_d(arrangement: Arrangement) -> list[Unmet]:
    return _unless(arrangement.has_improvement_planning, Unmet("improvement_planning_missing"))


def _unmet_agreement(arrangement: Arrangement) -> list[Unmet]:
    reasons = {
        Standing.NONE: Unmet("agreement_missing"),
        Standing.NOT_YET: Unmet("agreement_not_in_force"),
        Standing.ENDED: Unmet("agreement_ended"),
        Standing.DISABLED: Unmet("agreement_ended"),
        Standing.GONE: Unmet("agreement_gone"),
    }
    return [reasons[arrangement.agreement]] if arrangement.agreement in reasons else []


def _unmet_measure(measure: Mapping[str, Any]) -> list[Unmet]:
    named = {"measure": _text(measure["measure"]) or "?"}
    unmet = _unless(_text(measure["unit"]), Unmet("measure_without_unit", named))
    unmet += _unless(as_number(measure["target"]) is not None, Unmet("measure_without_target", named))
    unmet += _unless(_is_weight(measure["weight"]), Unmet("measure_weight_wrong", named))
    if measure["source"] == FROM_SNAPSHOTS:
        unmet += _unless(measure["evidence_source"], Unmet("measure_without_evidence_source", named))
        if measure["dimension"]:
            unmet += _unless(_text(measure["dimension_value"]), Unmet("measure_without_dimension_value", named))
    elif measure["source"] == FROM_OBJECTIVE:
        unmet += _unless(measure["objective"], Unmet("measure_without_objective", named))
    else:
        unmet += _unless(measure["source"] == BY_HAND, Unmet("measure_without_source", named))
    return unmet


def _is_weight(value: object) -> bool:
    text = _text(value)
    return text.isascii() and text.isdigit() and int(text) <= LARGEST_WEIGHT


def _unless(holds: object, reason: Unmet) -> list[Unmet]:
    return [] if holds else [reason]


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
