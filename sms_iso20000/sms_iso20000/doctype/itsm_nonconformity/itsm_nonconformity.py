from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.compat import clean_texts
from sms_iso20000.governance.actions import actions_shown
from sms_iso20000.governance.nonconformities import case_of, is_open_to, reopen_earlier
from sms_iso20000.governance.nonconformity_changes import HANDLING, note_people, unmet_changes
from sms_iso20000.governance.nonconformity_delay import keep_due
from sms_iso20000.governance.nonconformity_rounds import begin_next_round, end_round, turn
from sms_iso20000.governance.nonconformity_telling import ask_to_tell, keep_told
from sms_iso20000.governance.nonconformity_view import fishbone_html, standing_of
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.life.reasoned_record import ReasonedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.action import Actor
from sms_iso20000.rules.nonconformity import (
    CAUSE,
    FINDING,
    LIFE_FIELDS,
    NEEDS_REASON,
    OUTCOME,
    SETTLED,
    State,
    decision_for,
    illegal_step,
    needs_reason,
    unmet_days,
    unmet_extension,
    unmet_finding,
    unmet_for_step,
    unmet_reason,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMNonconformity(ReasonedRecord):
    """A departure from the standard, from our own rules or from what a service requires (4.5.4.2, 4.5.5.1).

    Each step is a decision. What was found is sealed when it leaves Reported, its cause when the actions are planned.
    """

    first_stage = State.REPORTED.value
    life_fields = LIFE_FIELDS
    needs_reason = NEEDS_REASON
    content_fields = (*FINDING, *CAUSE)

    def onload(self):
        """What the form shows beside the fields."""
        self.set_onload("standing", standing_of(self))
        self.set_onload("actions", self.shown_actions())
        self.set_onload("fishbone", self.picture)

    @property
    def picture(self) -> str:
        """The causes drawn, for the form and the print."""
        return fishbone_html(self)

    def shown_actions(self) -> list[dict[str, Any]]:
        """The actions as far as the reader may see them."""
        return actions_shown(self)

    def on_update(self):
        super().on_update()
        keep_told(self)
        if self.flags.pop("came_back", False):
            reopen_earlier(self)

    # -- content -------------------------------------------------------------------------------------------------

    def start_life(self):
        """Reported by who is signed in; due as the system sets for its grade, where it does not say when."""
        if self.reported_by not in (None, "", frappe.session.user):
            refuse(Unmet("changed_by_hand", {"field": self._label("reported_by")}))
        self.reported_by = None
        super().start_life()
        if written := [field for field in CAUSE if self.get(field)]:
            refuse(*(Unmet("cause_outside_analysis", {"field": self._label(field)}) for field in written))
        self.update({"reported_by": frappe.session.user, "reported_on": now_datetime().replace(microsecond=0)})

    def own_fields(self) -> tuple[str, ...]:
        """Once it was judged, only a decision gives more time."""
        is_judged = self.get_doc_before_save().workflow_state != State.REPORTED
        return (*self.life_fields, *(("due_on",) if is_judged else ()))

    def refuse_change_of_sealed_content(self):
        if unmet := unmet_changes(self, self._actor()):
            refuse(*unmet)
        note_people(self)

    def unmet_content(self) -> list[Unmet]:
        latest = keep_due(self)
        due_on, corrected_on = (day and getdate(day) for day in (self.due_on, self.corrected_on))
        return [
            *unmet_finding((self.statement or "").strip(), (self.objective_evidence or "").strip()),
            *unmet_days(due_on, self.is_set_anew("due_on"), corrected_on, getdate(today()), latest),
            *self.unmet_people(),
            *self.unmet_links("related_process", "arrangement", "service"),
            *self.unmet_record_named(),
        ]

    def people_named(self) -> set[str]:
        return {self.area_manager} - {None, ""}

    def guarded_fields(self) -> set[str]:
        return {*super().guarded_fields(), *HANDLING, "due_on"}

    def sealed_content(self) -> dict[str, Any]:
        """The cause only once its analysis is over; people may rename records of other apps, which changes nothing."""
        content = super().sealed_content()
        open_fields = CAUSE if self.workflow_state in (State.REPORTED, State.ANALYSIS) else ()
        renamed = () if (self.reference_doctype or "").startswith("ITSM ") else ("reference_name",)
        kept = {field: value for field, value in content.items() if field not in (*open_fields, *renamed)}
        return {**kept, **{field: as_kept(self, field) for field in OUTCOME}}

    # -- steps ---------------------------------------------------------------------------------------------------

    def enter(self, before: str, after: str) -> None:
        super().enter(before, after)
        turn(self, before, after)
        self._seal()

    def illegal_step(self, before: str, after: str) -> list[Unmet]:
        return illegal_step(before, after)

    def unmet_for(self, after: str) -> list[Unmet]:
        case = case_of(self)
        unmet = unmet_for_step(self.state_left, after, self._actor(), case, getdate(today()))
        if self.state_left == State.REPORTED and case.area_manager and not is_open_to(self, case.area_manager):
            unmet.append(Unmet("area_manager_cannot_read", {"user": case.area_manager}))
        return unmet

    def reason_needed(self, after: str) -> bool:
        return needs_reason(self.state_left, after)

    def stamps_for(self, before: str, after: str) -> dict[str, Any]:
        return {"workflow_state": after}

    def decision_for(self, before: str, after: str) -> str:
        return decision_for(before, after)

    def reopen_because_of(self, recurring: str) -> None:
        """Its cause came back with the case `recurring`: what was verified did not hold."""
        reason = _("The same cause came back with {0}.").format(recurring)
        end_round(self, is_effective=False, remarks=reason, is_verified=False)
        self.workflow_state = State.ANALYSIS.value
        begin_next_round(self)
        ask_to_tell(self)
        self._seal()
        self.flags.decision = ("Reopened", reason)
        self.write()

    @frappe.whitelist(methods=["POST"])
    def give_more_time(self, due_on: str, reason: str) -> None:
        """Somebody other than the manager of the area gives more time."""
        self.as_stored("write")
        self.refuse_unless_in(*(state.value for state in State if state not in SETTLED))
        days = (day and getdate(day) for day in (due_on, self.due_on))
        unmet = unmet_extension(*days, self._actor(), self.area_manager or "", getdate(today()))
        if unmet := [*unmet, *unmet_reason(reason)]:
            refuse(*unmet)
        self.write(due_on=getdate(due_on), reminded_on=None, escalated_on=None)
        self.decide("Extended", reason)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _seal(self) -> None:
        clean_texts(self)
        self.content_hash = self.computed_hash()

    def _actor(self) -> Actor:
        return Actor(frappe.session.user, frappe.get_roles())
