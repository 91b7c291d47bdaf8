from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime, today

from sms_iso20000.compat import clean_texts
from sms_iso20000.governance.arrangement_terms import fill_in_terms, unmet_owner, unmet_record_types, unmet_terms
from sms_iso20000.governance.arrangements import facts_of, next_review_after
from sms_iso20000.governance.party_changes import changes_of, standing_now
from sms_iso20000.life.kept_record import as_kept, plain
from sms_iso20000.life.reasoned_record import ReasonedRecord, told
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.arrangement import (
    LIFE_FIELDS,
    NEEDS_REASON,
    PROOFS,
    TERMS,
    State,
    decision_for,
    illegal_step,
    stamps_for,
    unmet_for_management,
    unmet_for_proof,
    unmet_for_step,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMArrangement(ReasonedRecord):
    """A process, or part of one, that another party operates, and how it stays governed (4.2).

    Each step is a decision. The terms are sealed when they are agreed, and change in Draft alone; who answers for them
    inside may change in every state but Ended.
    """

    first_stage = State.DRAFT.value
    life_fields = LIFE_FIELDS
    content_fields = TERMS
    needs_reason = NEEDS_REASON

    def onload(self):
        self.set_onload("missing", self.missing_parts())

    def validate(self):
        if not self.flags.by_own_function and self.is_draft and self.workflow_state in (None, "", State.DRAFT):
            fill_in_terms(self)
        super().validate()

    # -- content -------------------------------------------------------------------------------------------------

    @property
    def has_new_owner(self) -> bool:
        """Whether this saving named somebody else accountable than the user who saves; asked by the notification."""
        before = self.get_doc_before_save()
        is_named = not before or before.accountable_owner != self.accountable_owner
        return is_named and self.accountable_owner != frappe.session.user

    @property
    def is_draft(self) -> bool:
        """Whether the terms may be changed, as the record is stored."""
        before = self.get_doc_before_save()
        return not before or before.workflow_state == State.DRAFT

    def unmet_content(self) -> list[Unmet]:
        return [*unmet_owner(self), *(unmet_terms(self) if self.is_draft else [])]

    def get_invalid_links(self, is_submittable: bool = False) -> tuple[list, list]:
        """Agreed terms stay, whatever became of the records they name: it must still be possible to end them.

        In Draft the host takes every record type for one that is there; with the app that had it, a type goes.
        """
        if self.flags.by_own_function or not self.is_draft:
            return [], []
        if unmet := unmet_record_types(self):
            refuse(*unmet)
        return super().get_invalid_links(is_submittable)

    def refuse_change_of_sealed_content(self):
        super().refuse_change_of_sealed_content()
        before = self.get_doc_before_save()
        owner_changed = plain(before.accountable_owner) != plain(self.accountable_owner)
        if before.workflow_state == State.ENDED and owner_changed:
            refuse(Unmet("sealed", {"field": self._label("accountable_owner")}))
        # What is agreed is what others could read before.
        if before.workflow_state != self.workflow_state and (owner_changed or self._changed_terms(before)):
            refuse(Unmet("content_and_step", {"after": _(self.workflow_state)}))

    # -- steps ---------------------------------------------------------------------------------------------------

    def illegal_step(self, before: str, after: str) -> list[Unmet]:
        return illegal_step(before, after)

    def unmet_for(self, after: str) -> list[Unmet]:
        return unmet_for_step(after, facts_of(self))

    def stamps_for(self, before: str, after: str) -> dict[str, Any]:
        first_review_on = self.next_review_on or next_review_after(self, today())
        return stamps_for(before, after, frappe.session.user, now_datetime(), first_review_on)

    def decision_for(self, before: str, after: str) -> str:
        return decision_for(before, after)

    def enter(self, before: str, after: str) -> None:
        super().enter(before, after)
        self._seal(after)

    # -- for the form --------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def show_changes(self) -> dict[str, list[dict]]:
        """How the records of party and agreement stand, and what changed in them since the terms were agreed; as far as
        the reader may read them."""
        self.as_stored("read")
        return {"standings": standing_now(self), "changes": changes_of(self)}

    def missing_parts(self) -> dict[str, dict[str, str]]:
        """What each proof, by its letter, and the way of management still lack, by code."""
        facts = facts_of(self)
        parts = {letter: told(unmet_for_proof(letter, facts)) for letter in PROOFS}
        return {**parts, "management": told(unmet_for_management(facts))}

    # -- parts ---------------------------------------------------------------------------------------------------

    def _seal(self, after: str) -> None:
        """What is agreed is sealed; what returned to Draft is not, and what has ended stays as it was."""
        if after == State.DRAFT:
            self.content_hash = ""
        elif after == State.AGREED:
            clean_texts(self)
            self.content_hash = self.computed_hash()

    def sealed_content(self) -> dict[str, Any]:
        """The terms, without the ids of records of other apps: people may rename those, which changes nothing that was
        agreed. The name of the party is among the terms."""
        content = super().sealed_content()
        renamed = [field for field in ("party", "agreement") if not content[f"{field}_type"].startswith("ITSM ")]
        return {field: value for field, value in content.items() if field not in renamed}

    def _changed_terms(self, before) -> bool:
        return any(as_kept(before, field) != as_kept(self, field) for field in TERMS)
