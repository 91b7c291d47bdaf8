from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime, today

from sms_iso20000.compat import clean_texts
from sms_iso20000.governance.arrangement_terms import fill_in_terms, unmet_owner, unmet_record_types, unmet_terms
from sms_iso20000.governance.arrangements import facts_of, next_review_after
from sms_iso20000.governance.party_changes import changes_of, standing_now
from sms_iso20000.life.kept_record import as_kept, plain
from sms_iso20000.life.stepped_record import SteppedRecord
from sms_iso20000.refusal import refuse, sentence
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


class ITSMArrangement(SteppedRecord):
    """A process, or part of one, that another party operates, and how it stays governed (4.2).

    Each step is a decision. The terms are sealed when they are agreed, and change in Draft alone; who answers for them
    inside may change in every state but Ended.
    """

    first_stage = State.DRAFT.value
    life_fields = LIFE_FIELDS
    content_fields = TERMS

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

    def enter(self, before: str, after: str) -> None:
        """Go from `before` to `after`, or refuse with every reason against it; saving is left to the caller."""
        if unmet := illegal_step(before, after) or [*self.unmet_for(after), *self._unmet_reason(after)]:
            refuse(*unmet)
        reason = self._reason_for(after)
        first_review_on = self.next_review_on or next_review_after(self, today())
        self.update(stamps_for(before, after, frappe.session.user, now_datetime(), first_review_on))
        self.update({"step_reason": reason, "reason_for": ""})
        self._seal(after)
        self.flags.decision = (decision_for(before, after), reason)

    def unmet_for(self, after: str) -> list[Unmet]:
        """All reasons against taking this arrangement to `after`, beside the reason to be given."""
        return unmet_for_step(after, facts_of(self))

    # -- for the form --------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def give_reason(self, step: str, reason: str) -> None:
        """Note why the arrangement is going to be improved, returned to Draft or ended, before that step itself."""
        self.as_stored("write")
        if step not in NEEDS_REASON or illegal_step(self.workflow_state, step):
            refuse(Unmet("illegal_step", {"before": self.workflow_state, "after": step}))
        if not reason.strip():
            refuse(Unmet("reason_missing"))
        self.write(step_reason=reason.strip(), reason_for=step)

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self, step: str) -> dict[str, str]:
        """Why the step to state `step` cannot be taken yet, by code: what the server refuses with."""
        self.as_stored("read")
        return _told(illegal_step(self.workflow_state, step) or self.unmet_for(step))

    @frappe.whitelist(methods=["POST"])
    def show_changes(self) -> dict[str, list[dict]]:
        """How the records of party and agreement stand, and what changed in them since the terms were agreed; as far as
        the reader may read them."""
        self.as_stored("read")
        return {"standings": standing_now(self), "changes": changes_of(self)}

    def missing_parts(self) -> dict[str, dict[str, str]]:
        """What each proof, by its letter, and the way of management still lack, by code."""
        facts = facts_of(self)
        parts = {letter: _told(unmet_for_proof(letter, facts)) for letter in PROOFS}
        return {**parts, "management": _told(unmet_for_management(facts))}

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

    def _unmet_reason(self, after: str) -> list[Unmet]:
        return [Unmet("reason_missing")] if after in NEEDS_REASON and not self._reason_for(after) else []

    def _reason_for(self, after: str) -> str:
        """The reason given for this very step, not for one that was never taken."""
        return (self.step_reason or "").strip() if self.reason_for == after else ""


def _told(unmet: list[Unmet]) -> dict[str, str]:
    return {reason.code: sentence(reason) for reason in unmet}
