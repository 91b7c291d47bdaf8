"""Life of a management review: planned, given its inputs, held, signed by the chair (4.5.4.3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sms_iso20000.rules.step import unmet_way
from sms_iso20000.rules.unmet import Unmet


class State(str, Enum):
    PLANNED = "Planned"
    COMPILED = "Inputs Compiled"
    HELD = "Held"
    SIGNED = "Signed"


# Steps of people. To its inputs a review comes by compiling them.
NEXT = {
    State.PLANNED: set(),
    State.COMPILED: {State.HELD},
    State.HELD: {State.COMPILED, State.SIGNED},
    State.SIGNED: set(),
}
# Inputs may be compiled, and compiled anew, until the meeting has them before it.
BEFORE_MEETING = (State.PLANNED, State.COMPILED)
DECISIONS = {
    State.COMPILED: "Returned to Preparation",
    State.HELD: "Held",
    State.SIGNED: "Signed",
}
NEEDS_REASON = frozenset({State.COMPILED.value})
MANAGER = "ITSM Manager"
RESOURCES, EFFECTIVENESS, SERVICES = "Resources", "Effectiveness of the System", "Services"
CLASSES = (RESOURCES, EFFECTIVENESS, SERVICES)
DECISION, ACTION, NONE_NEEDED = "Decision", "Action", "None Needed"
# What top management says of the system as a whole.
JUDGEMENTS = ("suitability", "effectiveness", "policy_and_objectives", "conclusion")


@dataclass(frozen=True)
class Input:
    """One input as it stands: `is_explained` says that a person wrote what to make of it."""

    topic: str
    has_data: bool = False
    is_explained: bool = False


@dataclass(frozen=True)
class Output:
    """One decision or action, in the order of the minutes."""

    about: str
    kind: str
    has_statement: bool = False
    responsible: str = ""
    due_on: date | None = None
    has_action: bool = False


@dataclass(frozen=True)
class Review:
    """What the gates need to know of one review; users by name. `topics` are the inputs that the editions held ask for,
    each with its clause; `missing` are judgements that were not given yet."""

    chair: str = ""
    top_management: Collection[str] = ()
    present: Collection[str] = ()
    cutoff_on: date | None = None
    held_on: date | None = None
    topics: Mapping[str, str] = field(default_factory=dict)
    inputs: Sequence[Input] = ()
    outputs: Sequence[Output] = ()
    missing: Sequence[str] = ()
    people_told: int = 0

    @property
    def uncompiled(self) -> list[str]:
        """The topics that were not compiled."""
        compiled = {row.topic for row in self.inputs}
        return [topic for topic in self.topics if topic not in compiled]


def illegal_step(before: str, after: str) -> list[Unmet]:
    """Reasons against a step of a person from `before` to `after`, whatever the review."""
    return unmet_way(NEXT, before, after)


def unmet_for_step(after: str, review: Review, user: str, roles: Collection[str], today: date) -> list[Unmet]:
    """All reasons why `user` cannot take the review to `after`."""
    if after == State.SIGNED:
        return [*_unmet_signer(review, user), *_unmet_meeting(review, today), *_unmet_minutes(review, today)]
    if after == State.HELD:
        return [*unmet_hand(review, user, roles), *_unmet_meeting(review, today)]
    return unmet_hand(review, user, roles)


def unmet_hand(review: Review, user: str, roles: Collection[str]) -> list[Unmet]:
    """Why `user` may not prepare and hold the review: the chair does, or an ITSM Manager."""
    return _unless(user == review.chair or MANAGER in roles, Unmet("not_entitled_to_hold_review"))


def unmet_chair(chair: str, top_management: Collection[str]) -> list[Unmet]:
    """Why `chair` cannot preside: only top management reviews."""
    return _unless(chair in top_management, Unmet("chair_not_top_management", {"user": chair}))


def unmet_cutoff(cutoff_on: date | None, today: date, last_cutoff: date | None) -> list[Unmet]:
    """All reasons against a cut-off date: it is past, and not before that of the review before."""
    if not cutoff_on:
        return [Unmet("cutoff_missing")]
    return [
        *_unless(cutoff_on <= today, Unmet("cutoff_in_future")),
        *_unless(not last_cutoff or cutoff_on >= last_cutoff, Unmet("cutoff_before_last", {"last": str(last_cutoff)})),
    ]


def unmet_attendees(users: Sequence[str]) -> list[Unmet]:
    """Somebody attends once."""
    twice = sorted({user for user in users if user and users.count(user) > 1})
    return [Unmet("attendee_twice", {"user": user}) for user in twice]


def unmet_addendum(user: str, top_management: Collection[str], is_written: bool) -> list[Unmet]:
    """Why `user` cannot sign a correction of a signed review."""
    return [
        *_unless(user in top_management, Unmet("addendum_by_top_management", {"user": user})),
        *_unless(is_written, Unmet("addendum_empty")),
    ]


def _unmet_signer(review: Review, user: str) -> list[Unmet]:
    return _unless(user == review.chair, Unmet("signed_by_chair_only", {"user": review.chair}))


def _unmet_meeting(review: Review, today: date) -> list[Unmet]:
    """What a meeting needs that reviews: top management in the chair, its inputs, and a day."""
    unmet = unmet_chair(review.chair, review.top_management)
    unmet += _unless(review.chair in review.present, Unmet("chair_not_present", {"user": review.chair}))
    unmet += [Unmet("input_not_compiled", {"topic": topic}) for topic in review.uncompiled]
    if not review.held_on:
        return [*unmet, Unmet("meeting_day_missing")]
    unmet += _unless(review.held_on <= today, Unmet("meeting_in_future"))
    early = review.cutoff_on and review.held_on < review.cutoff_on
    return unmet + _unless(not early, Unmet("meeting_before_cutoff", {"cutoff": str(review.cutoff_on)}))


def _unmet_minutes(review: Review, today: date) -> list[Unmet]:
    unmet = [Unmet("judgement_missing", {"field": name}) for name in review.missing]
    unmet += [
        Unmet("input_not_explained", {"topic": row.topic})
        for row in review.inputs
        if not (row.has_data or row.is_explained)
    ]
    unmet += _unmet_outputs(review.outputs, today)
    return unmet + _unless(review.people_told, Unmet("nobody_to_tell"))


def _unmet_outputs(outputs: Sequence[Output], today: date) -> list[Unmet]:
    unmet = []
    for about in CLASSES:
        kinds = {row.kind for row in outputs if row.about == about}
        if not kinds:
            unmet.append(Unmet("output_class_open", {"about": about}))
        elif NONE_NEEDED in kinds and len(kinds) > 1:
            unmet.append(Unmet("output_contradicts", {"about": about}))
    for number, row in enumerate(outputs, 1):
        unmet += _unless(row.has_statement, Unmet("output_without_statement", {"row": number}))
        if row.kind == ACTION and not row.has_action:
            unmet += _unless(row.responsible, Unmet("output_without_responsible", {"row": number}))
            is_due = row.due_on and row.due_on >= today
            unmet += _unless(is_due, Unmet("output_without_due_day", {"row": number}))
    return unmet


def _unless(holds: object, reason: Unmet) -> list[Unmet]:
    return [] if holds else [reason]
