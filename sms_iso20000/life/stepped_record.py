"""Staged records whose steps people take through a workflow of the host."""

from typing import ClassVar

from sms_iso20000.life.staged_record import StagedRecord


class SteppedRecord(StagedRecord):
    """A step is taken by saving with another state, as the form's actions do, or by a function of the record.

    Subclasses answer in `enter` whether a step is taken or refused with every reason against it, and leave in
    `flags.decision` which decision it is, with the reason given for it.
    """

    stage_field: ClassVar[str] = "workflow_state"

    def validate(self):
        super().validate()
        if not (self.is_new() or self.flags.by_own_function):
            before, after = self.get_doc_before_save().workflow_state, self.workflow_state
            if before != after:
                self.enter(before, after)

    def validate_workflow(self):
        """The host knows roles and its own steps only; the record's functions have asked the rules."""
        if not self.flags.by_own_function:
            super().validate_workflow()

    def on_update(self):
        if decision := self.flags.pop("decision", None):
            self.decide(*decision)

    def own_fields(self) -> tuple[str, ...]:
        """All but the state, which the form's actions change; that is a step."""
        return self.life_fields

    def enter(self, before: str, after: str) -> None:
        """Go from state `before` to `after`, or raise Refused; saving is left to the caller."""
        raise NotImplementedError
