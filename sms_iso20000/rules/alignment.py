"""Whether the plan of a process still fits the service management plan (ISO/IEC 20000-1:2011, 4.5.2)."""

from enum import Enum

from sms_iso20000.rules.revision import State
from sms_iso20000.rules.unmet import Unmet

# The kind of document that is aligned with the plan.
PROCESS_PLAN = "Process Policy or Plan"
# What is written where a document in force is found to fit a newer revision.
REALIGNED = ("realigned_plan", "realigned_by", "realigned_on")
# What can be aligned with: it was approved once and was not withdrawn.
CAN_BE_ALIGNED_WITH = (State.APPROVED.value, State.IN_FORCE.value, State.SUPERSEDED.value)


class Alignment(str, Enum):
    ALIGNED = "Aligned"
    TO_BE_REALIGNED = "To Be Realigned"
    NOT_ALIGNED = "Not Aligned"


def alignment_of(aligned_with: str, plan_in_force: str) -> Alignment:
    """How a process plan stands that is aligned with the plan revision `aligned_with`; empty where there is none."""
    if not aligned_with:
        return Alignment.NOT_ALIGNED
    return Alignment.ALIGNED if aligned_with == plan_in_force else Alignment.TO_BE_REALIGNED


def unmet_aligned_plan(plan: str, state: str, system: str, of_system: str) -> list[Unmet]:
    """Why a document of `of_system` cannot name the plan revision `plan`, which is in `state` and of `system`."""
    if system != of_system:
        return [Unmet("other_system", {"name": plan, "system": of_system})]
    return [] if state in CAN_BE_ALIGNED_WITH else [Unmet("plan_not_to_align_with", {"plan": plan})]


def unmet_realignment(kind: str, aligned_with: str, plan: str, plan_in_force: str) -> list[Unmet]:
    """Why nobody can confirm that a process plan in force fits the plan revision `plan`."""
    if kind != PROCESS_PLAN:
        return [Unmet("not_a_process_plan")]
    if not plan_in_force or plan != plan_in_force:
        return [Unmet("plan_not_in_force", {"plan": plan})]
    return [Unmet("aligned_already", {"plan": plan})] if plan == aligned_with else []
