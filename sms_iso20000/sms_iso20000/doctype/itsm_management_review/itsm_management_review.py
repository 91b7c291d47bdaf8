from typing import Any

import frappe
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.compat import clean_texts
from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.actions import actions_shown
from sms_iso20000.governance.management_review_compiling import is_compiling, last_cutoff, start_compiling
from sms_iso20000.governance.management_review_content import (
    facts_of,
    fill_in,
    in_words,
    unmet_hand_written,
)
from sms_iso20000.governance.management_review_outcome import (
    make_actions,
    plan_next,
    proposed_audience,
    tell_minutes,
)
from sms_iso20000.governance.management_review_view import inputs_without_site, minutes_of, standing_of
from sms_iso20000.life.reasoned_record import ReasonedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.management_review import (
    BEFORE_MEETING,
    DECISIONS,
    NEEDS_REASON,
    State,
    illegal_step,
    unmet_attendees,
    unmet_chair,
    unmet_cutoff,
    unmet_for_step,
    unmet_hand,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMManagementReview(ReasonedRecord):
    """Top management looks at the system and the services on inputs from live records, and decides (4.5.4.3).

    Inputs are compiled in the background as of a cut-off date. The chair signs; from then on nothing changes, and
    corrections are addenda.
    """

    first_stage = State.PLANNED.value
    content_fields = (
        *("title", "planned_on", "chair", "location", "attendees", "agenda"),
        *("inputs", "held_on", "minutes", "suitability", "effectiveness", "policy_and_objectives", "conclusion"),
        *("outputs", "audience", "cutoff_on", "previous_review"),
    )
    life_fields = (
        *("cutoff_on", "previous_review", "communication", "compiled_by", "compiled_on", "compiling_since"),
        *("signed_by", "signed_on", "step_reason", "reason_for", "content_hash"),
    )
    needs_reason = NEEDS_REASON

    def onload(self):
        """What the form shows beside the fields, in the language of the reader."""
        self.set_onload("standing", standing_of(self))
        self.set_onload("actions", actions_shown(self))

    def validate(self):
        if not self.flags.by_own_function:
            fill_in(self)
        super().validate()

    def on_update(self):
        super().on_update()
        if self.flags.pop("just_signed", False):
            plan_next(self)

    # -- content -------------------------------------------------------------------------------------------------

    def start_life(self):
        super().start_life()
        if self.inputs:
            refuse(Unmet("changed_by_hand", {"field": self._label("inputs")}))

    def refuse_hand_written_life(self):
        super().refuse_hand_written_life()
        if unmet := unmet_hand_written(self):
            refuse(*unmet)

    def refuse_change_of_sealed_content(self):
        """Everything may be written until the chair signs, but what was compiled."""
        if self.get_doc_before_save().workflow_state == State.SIGNED:
            super().refuse_change_of_sealed_content()

    def unmet_content(self) -> list[Unmet]:
        if self.workflow_state == State.SIGNED and not self.is_set_anew("workflow_state"):
            return []
        unmet = unmet_chair(self.chair, top_management(self.system)) if self.is_set_anew("chair") else []
        return [
            *unmet,
            *unmet_attendees([row.user for row in self.attendees]),
            *self.unmet_people(),
            *self.unmet_action_links(),
        ]

    def people_named(self) -> set[str]:
        named = {self.chair, *(row.user for row in self.attendees), *(row.responsible for row in self.outputs)}
        return named - {None, ""}

    def unmet_action_links(self) -> list[Unmet]:
        """Actions are made by signing, and named by nobody."""
        linked = any(row.action for row in self.outputs)
        return [Unmet("changed_by_hand", {"field": self._label("outputs")})] if linked else []

    # -- steps ---------------------------------------------------------------------------------------------------

    def illegal_step(self, before: str, after: str) -> list[Unmet]:
        return illegal_step(before, after)

    def unmet_for(self, after: str) -> list[Unmet]:
        unmet = unmet_for_step(after, facts_of(self), frappe.session.user, frappe.get_roles(), getdate(today()))
        return in_words(self, unmet)

    def decision_for(self, before: str, after: str) -> str:
        return DECISIONS[State(after)]

    def stamps_for(self, before: str, after: str) -> dict[str, Any]:
        if after == State.HELD and not self.audience:
            self.set("audience", proposed_audience(self))
        if after != State.SIGNED:
            return {}
        make_actions(self)
        return {
            "signed_by": frappe.session.user,
            "signed_on": now_datetime(),
            "communication": tell_minutes(self),
        }

    def enter(self, before: str, after: str) -> None:
        super().enter(before, after)
        if after == State.SIGNED:
            clean_texts(self)
            self.content_hash = self.computed_hash()
            self.flags.just_signed = True

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def compile_inputs(self, cutoff_on: str) -> None:
        """Have the inputs compiled in the background, as of the end of day `cutoff_on`; comments stay."""
        self.as_stored("write")
        self.refuse_unless_in(*(state.value for state in BEFORE_MEETING))
        day = getdate(cutoff_on) if cutoff_on else None
        unmet = [
            *unmet_hand(facts_of(self), frappe.session.user, frappe.get_roles()),
            *unmet_cutoff(day, getdate(today()), last_cutoff(self)),
        ]
        if is_compiling(self):
            unmet.append(Unmet("review_compiling"))
        if unmet:
            refuse(*unmet)
        start_compiling(self, day)

    def take_inputs(self, **values: Any) -> None:
        """Keep what was compiled; that is a decision, so that each compilation is on record."""
        self.write(**values, workflow_state=State.COMPILED.value)
        self.decide("Inputs Compiled")

    def as_read(self, field: str) -> str:
        return inputs_without_site(self) if field == "inputs" else super().as_read(field)

    def as_minutes(self) -> dict[str, Any]:
        """Values for the print."""
        return minutes_of(self)
