"""Stepped records some of whose steps a person gives a reason for, just before the step."""

from typing import Any, ClassVar

import frappe

from sms_iso20000.life.stepped_record import SteppedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.unmet import Unmet


class ReasonedRecord(SteppedRecord):
    """The reason waits in `step_reason`, for the step to the state in `reason_for`, and is part of the decision.

    Subclasses name the states whose entry needs a reason, and answer what stands against a step and what it writes.
    """

    needs_reason: ClassVar[frozenset[str]] = frozenset()

    def illegal_step(self, before: str, after: str) -> list[Unmet]:
        """Reasons against a step from `before` to `after`, whatever the record."""
        raise NotImplementedError

    def unmet_for(self, after: str) -> list[Unmet]:
        """All reasons against taking this record to `after`, beside the reason to be given."""
        raise NotImplementedError

    @property
    def state_left(self) -> str:
        """The state that the step asked about leaves; the rules of some records look at it."""
        return self.flags.state_left or self.workflow_state

    def reason_needed(self, after: str) -> bool:
        """Whether this record needs a reason to enter `after`."""
        return after in self.needs_reason

    def stamps_for(self, before: str, after: str) -> dict[str, Any]:
        """What the step writes beside the state and its reason."""
        raise NotImplementedError

    def decision_for(self, before: str, after: str) -> str:
        """The decision that the step is."""
        raise NotImplementedError

    def enter(self, before: str, after: str) -> None:
        """Go from `before` to `after`, or refuse with every reason against it; saving is left to the caller."""
        if unmet := self._unmet_step(before, after, with_reason=True):
            refuse(*unmet)
        reason = self._reason_for(after)
        self.update(self.stamps_for(before, after))
        # What was empty stays as it is, else the history of the record would tell of a change.
        if self.step_reason or self.reason_for:
            self.update({"step_reason": reason, "reason_for": ""})
        self.flags.decision = (self.decision_for(before, after), reason)

    @frappe.whitelist(methods=["POST"])
    def give_reason(self, step: str, reason: str) -> None:
        """Note why the record is to enter state `step`, before that step itself."""
        self.as_stored("write")
        if step not in self.needs_reason or self.illegal_step(self.workflow_state, step):
            refuse(Unmet("illegal_step", {"before": self.workflow_state, "after": step}))
        if not reason.strip():
            refuse(Unmet("reason_missing"))
        # Else the reason of somebody who may not take the step would stand for whoever takes it.
        if unmet := self._unmet_step(self.workflow_state, step):
            refuse(*unmet)
        self.write(step_reason=reason.strip(), reason_for=step)

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self, step: str) -> dict[str, str]:
        """Why the step to state `step` cannot be taken yet, by code: what the server refuses with."""
        self.as_stored("read")
        return told(self._unmet_step(self.workflow_state, step))

    def _unmet_step(self, before: str, after: str, with_reason: bool = False) -> list[Unmet]:
        self.flags.state_left = before
        if unmet := self.illegal_step(before, after):
            return unmet
        is_lacking = with_reason and self.reason_needed(after) and not self._reason_for(after)
        return [*self.unmet_for(after), *([Unmet("reason_missing")] if is_lacking else [])]

    def _reason_for(self, after: str) -> str:
        """The reason given for this very step, not for one that was never taken."""
        return (self.step_reason or "").strip() if self.reason_for == after else ""


def told(unmet: list[Unmet]) -> dict[str, str]:
    """The sentence of each reason, by its code."""
    return {reason.code: sentence(reason) for reason in unmet}
