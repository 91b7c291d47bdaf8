"""Records that pass through stages by functions of their own, sealed when they leave the first."""

from collections.abc import Iterable
from typing import Any, ClassVar

from frappe import _
from frappe.model.document import Document

from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.life.kept_record import KeptRecord, as_kept
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.sealing import content_hash
from sms_iso20000.rules.unmet import Unmet


class StagedRecord(KeptRecord):
    """Subclasses name what only they write (`life_fields`) and what the seal covers (`content_fields`), and answer in
    `unmet_content` what is wrong with the content as it stands.

    Whatever door a change comes through (form, REST, import, `set_value`), `validate` compares it with the record as
    it is stored. The record's own functions go through `write`; they begin with `as_stored`, since a method called
    from a form runs on what the form says.
    """

    # Field of the stage, and the stage in which the content may still be changed.
    stage_field: ClassVar[str] = "status"
    first_stage: ClassVar[str] = "Draft"
    life_fields: ClassVar[tuple[str, ...]] = ()
    content_fields: ClassVar[tuple[str, ...]] = ()
    # What the seal covers, where that is less than what must not be changed; all that a record of a person tells
    # outside the circle of those who may read it.
    sealed_fields: ClassVar[tuple[str, ...] | None] = None
    is_personal: ClassVar[bool] = False

    def validate(self):
        if self.flags.by_own_function:
            return
        if self.is_new():
            self.start_life()
        else:
            self.refuse_hand_written_life()
            self.refuse_change_of_sealed_content()
        if unmet := self.unmet_content():
            refuse(*unmet)

    def unmet_content(self) -> list[Unmet]:
        """All reasons why the content cannot be kept as it stands, in whatever stage."""
        return []

    # -- what only the record's own functions change -------------------------------------------------------------

    def start_life(self):
        """A new record is in its first stage, with nothing in what only its own functions write."""
        given = [field for field in self.life_fields if not _is_empty(self, field)]
        if self.get(self.stage_field) not in (None, "", self.first_stage) or given:
            refuse(Unmet("new_not_in_first_stage", {"stage": _(self.first_stage)}))
        self.set(self.stage_field, self.first_stage)

    def refuse_hand_written_life(self):
        before = self.get_doc_before_save()
        changed = [field for field in self.own_fields() if as_kept(before, field) != as_kept(self, field)]
        if changed:
            refuse(*(Unmet("changed_by_hand", {"field": self._label(field)}) for field in changed))

    def own_fields(self) -> tuple[str, ...]:
        """Fields that only the record's own functions write, through whatever door a change comes."""
        return (self.stage_field, *self.life_fields)

    def refuse_change_of_sealed_content(self):
        before = self.get_doc_before_save()
        if before.get(self.stage_field) != self.first_stage:
            self.refuse_change_of(self.content_fields)

    def refuse_change_of(self, fields: Iterable[str]):
        """Raise Refused, naming each of `fields` that differs from what is stored."""
        before = self.get_doc_before_save()
        if changed := [field for field in fields if as_kept(before, field) != as_kept(self, field)]:
            refuse(*(Unmet("sealed", {"field": self._label(field)}) for field in changed))

    def refuse_unless_in(self, *stages: str) -> None:
        """What a function of the record begins with, where it belongs to some stages only."""
        if self.get(self.stage_field) not in stages:
            refuse(Unmet("not_in_stage", {"stage": " / ".join(_(stage) for stage in stages)}))

    def guarded_fields(self) -> set[str]:
        return {self.stage_field, *self.life_fields, *self.content_fields}

    # -- the seal ------------------------------------------------------------------------------------------------

    def sealed_content(self) -> dict[str, Any]:
        """What the seal covers, as plain values that are the same before and after the database."""
        fields = self.content_fields if self.sealed_fields is None else self.sealed_fields
        content = {field: as_kept(self, field) for field in fields}
        return {"doctype": self.doctype, "name": self.name, "system": self.system, **content}

    def computed_hash(self) -> str:
        """SHA-256 of the content as it is now."""
        return content_hash(self.sealed_content())

    def as_read(self, field: str) -> str:
        """HTML for a field whose stored value does not speak for itself, as the certification pack shows it; empty for
        every other."""
        return ""

    def decide(self, decision: str, reason: str = "") -> Document:
        """Append to the system's chain that the signed-in user took `decision` on this very content."""
        return record_decision(self.system, self, decision, reason, content_hash=self.get("content_hash") or "")


def _is_empty(doc: Document, field: str) -> bool:
    default = doc.meta.get_field(field).default
    return as_kept(doc, field) in ("", "0", "0.0", [], default or "")
