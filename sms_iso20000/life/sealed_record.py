"""Records whose content is sealed once it leaves the draft, and whose life only its own functions write (4.3.2)."""

from typing import Any, ClassVar

from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from sms_iso20000.life.audience import unknown_audience
from sms_iso20000.life.kept_record import KeptRecord, as_kept, plain
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.revision import LIFE_FIELDS, State
from sms_iso20000.rules.sealing import content_hash
from sms_iso20000.rules.unmet import Unmet


class SealedRecord(KeptRecord):
    """Compares each change with the record as it stands, whatever door it comes through."""

    # Fields covered by the seal.
    content_fields: ClassVar[tuple[str, ...]] = ()
    # Fields that only the life's own functions write.
    life_fields: ClassVar[tuple[str, ...]] = LIFE_FIELDS

    # -- what may be changed -------------------------------------------------------------------------------------

    def refuse_hand_written_life(self):
        before = self.get_doc_before_save()
        changed = [field for field in self.life_fields if plain(before.get(field)) != plain(self.get(field))]
        if _contributions(before) != _contributions(self):
            changed.append("contributors")
        if changed:
            refuse(*(Unmet("changed_by_hand", {"field": self._label(field)}) for field in changed))

    def refuse_change_of_sealed_content(self):
        before = self.get_doc_before_save()
        changed = self._changed_content(before)
        if before.workflow_state == State.DRAFT:
            if changed and self.workflow_state != State.DRAFT:
                refuse(Unmet("content_and_step", {"after": _(self.workflow_state)}))
            return
        if _audience(before) != _audience(self):
            changed.append("audience")
        if changed:
            refuse(*(Unmet("content_sealed", {"field": self._label(field)}) for field in changed))

    def refuse_unknown_audience(self):
        if self.workflow_state == State.DRAFT and (unknown := unknown_audience(self.audience)):
            refuse(*(Unmet("unknown_audience", {"audience": name}) for name in unknown))

    def _changed_content(self, before: Document) -> list[str]:
        return [field for field in self.content_fields if as_kept(before, field) != as_kept(self, field)]

    # -- the seal ------------------------------------------------------------------------------------------------

    def sealed_content(self) -> dict[str, Any]:
        """What the seal covers, as plain values."""
        content = {field: as_kept(self, field) for field in self.content_fields}
        return {"doctype": self.doctype, "code": self.code, "revision": cint(self.revision), **content}

    def computed_hash(self) -> str:
        """SHA-256 of the content as it is now."""
        return content_hash(self.sealed_content())

    def write_life(self, **values: Any) -> None:
        """The one way past the guard on life fields."""
        Document.db_set(self, values)

    def guarded_fields(self) -> set[str]:
        return {*self.life_fields, *self.content_fields, "workflow_state"}


def _contributions(doc: Document) -> list[tuple[str, str]]:
    return [(row.user, plain(row.contributed_on)) for row in doc.contributors]


def _audience(doc: Document) -> list[tuple[str, str]]:
    return [(row.audience_type, row.audience) for row in doc.audience]
