from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from sms_iso20000.compat import clean_texts
from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.audit_planning import generate, proposal_for, replanned, slots_as_approved, told
from sms_iso20000.governance.audit_programmes import (
    end_of_cycle,
    facts_of,
    ground_of,
    slots_of,
    unmet_cut_slots,
    unmet_overlap,
)
from sms_iso20000.governance.audit_view import cards_of, coverage_html
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.life.reasoned_record import ReasonedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.audit_programme import (
    CONTENT_FIELDS,
    LIFE_FIELDS,
    NEEDS_REASON,
    State,
    decision_for,
    illegal_step,
    stamps_for,
    unmet_cycle,
    unmet_for_step,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMAuditProgramme(ReasonedRecord):
    """What is audited when in one cycle, by which criteria, scope, methods and frequency (4.5.4.2).

    Top management approves it once nothing is left uncovered. The approval is of the slots as they stand then; later
    changes of them are decisions of their own.
    """

    first_stage = State.DRAFT.value
    life_fields = LIFE_FIELDS
    content_fields = CONTENT_FIELDS
    needs_reason = NEEDS_REASON

    def onload(self):
        ground = ground_of(self)
        self.set_onload("coverage", coverage_html(self, ground))
        self.set_onload("cards", cards_of(self))

    def validate(self):
        if self.cycle_start and not self.cycle_end:
            self.cycle_end = end_of_cycle(self.system, self.cycle_start)
        super().validate()
        if self.has_changed_content() and not self.flags.by_own_function:
            self.add_contributor()

    def on_update(self):
        super().on_update()
        before = self.get_doc_before_save()
        if before and self.workflow_state == State.DRAFT and self.cycle_differs(before) and slots_of(self.name):
            generate(self, ground_of(self))

    # -- content -------------------------------------------------------------------------------------------------

    def start_life(self):
        super().start_life()
        self.author = frappe.session.user

    def unmet_content(self) -> list[Unmet]:
        days = [getdate(self.get(field)) if self.get(field) else None for field in ("cycle_start", "cycle_end")]
        unmet = unmet_cycle(*days) or [*unmet_overlap(self), *unmet_cut_slots(self)]
        return [*unmet, *self.unmet_people()]

    def people_named(self) -> set[str]:
        return {self.programme_owner} - {None, ""}

    def refuse_change_of_sealed_content(self):
        super().refuse_change_of_sealed_content()
        before = self.get_doc_before_save()
        # What is approved is what others could read before.
        if before.workflow_state != self.workflow_state and self.has_changed_content():
            refuse(Unmet("content_and_step", {"after": _(self.workflow_state)}))

    def has_changed_content(self) -> bool:
        before = self.get_doc_before_save()
        return not before or any(as_kept(before, field) != as_kept(self, field) for field in CONTENT_FIELDS)

    def cycle_differs(self, before) -> bool:
        return any(as_kept(before, field) != as_kept(self, field) for field in ("cycle_start", "cycle_end"))

    def sealed_content(self) -> dict:
        return {**super().sealed_content(), "approved_slots": self.approved_slots or ""}

    # -- steps ---------------------------------------------------------------------------------------------------

    def enter(self, before: str, after: str) -> None:
        super().enter(before, after)
        if after == State.APPROVED:
            self.approved_slots = slots_as_approved(self.name)
            clean_texts(self)
            self.content_hash = self.computed_hash()

    def illegal_step(self, before: str, after: str) -> list[Unmet]:
        return illegal_step(before, after)

    def stamps_for(self, before: str, after: str) -> dict[str, Any]:
        return stamps_for(after, frappe.session.user, now_datetime().replace(microsecond=0))

    def decision_for(self, before: str, after: str) -> str:
        return decision_for(after)

    def unmet_for(self, after: str) -> list[Unmet]:
        """All reasons why the signed-in user cannot take the programme to `after`, beside the reason to be given."""
        return unmet_for_step(after, facts_of(self), frappe.session.user, top_management(self.system))

    def begin_cycle(self) -> None:
        """The first day of the cycle has come; for the nightly job."""
        self.enter(self.workflow_state, State.RUNNING.value)
        self.write(workflow_state=State.RUNNING.value)

    # -- slots ---------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def propose_slots(self) -> str:
        """What generating slots would change, in one sentence."""
        self.begin_planning()
        return told(proposal_for(self, ground_of(self)))

    @frappe.whitelist(methods=["POST"])
    def generate_slots(self) -> str:
        """Make the slots those that are due from this month on; what people moved, assigned or did stays."""
        self.begin_planning()
        proposal = generate(self, ground_of(self))
        replanned(self, proposal)
        self.note_contributor()
        return told(proposal)

    def begin_planning(self) -> None:
        self.as_stored("write")
        self.refuse_unless_in(State.DRAFT, State.APPROVED, State.RUNNING)

    def note_contributor(self) -> None:
        """Who plans slots of a draft writes a part of it, and does not approve it."""
        if self.workflow_state == State.DRAFT and self.add_contributor():
            self.write()

    def add_contributor(self) -> bool:
        if frappe.session.user in {row.user for row in self.contributors}:
            return False
        self.append("contributors", {"user": frappe.session.user, "contributed_on": now_datetime()})
        return True
