from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.compat import clean_texts
from sms_iso20000.governance.actions import actions_shown
from sms_iso20000.governance.nonconformities import case_of, earlier_case, is_open_to, reopen_earlier
from sms_iso20000.governance.nonconformity_changes import HANDLING, note_people, unmet_changes
from sms_iso20000.governance.nonconformity_delay import keep_due
from sms_iso20000.governance.nonconformity_rounds import begin_next_round, begin_round, end_round
from sms_iso20000.governance.nonconformity_telling import ask_to_tell, keep_told
from sms_iso20000.governance.nonconformity_view import fishbone_html, standing_of
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.life.reasoned_record import told
from sms_iso20000.life.stepped_record import SteppedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.action import Actor
from sms_iso20000.rules.nonconformity import (
    CAUSE,
    FINDING,
    LIFE_FIELDS,
    OUTCOME,
    SETTLED,
    State,
    decision_for,
    ends_round,
    illegal_step,
    needs_reason,
    unmet_days,
    unmet_extension,
    unmet_finding,
    unmet_for_step,
    unmet_hand,
    unmet_reason,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMNonconformity(SteppedRecord):
    """A departure from the standard, from our own rules or from what a service requires (4.5.4.2, 4.5.5.1).

    Each step is a decision. What was found is sealed when it leaves Reported, its cause when the actions are planned.
    """

    first_stage = State.REPORTED.value
    life_fields = LIFE_FIELDS
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
        """Go from `before` to `after`, or refuse with every reason against it; saving is left to the caller."""
        if unmet := illegal_step(before, after) or [*self.unmet_for(after, before), *self._unmet_reason(before, after)]:
            refuse(*unmet)
        reason = self._reason_for(after)
        self.update({"workflow_state": after, "step_reason": reason, "reason_for": ""})
        if ends_round(before, after):
            end_round(self, is_effective=after == State.CLOSED, remarks=reason)
        if after == State.ANALYSIS and before == State.REPORTED:
            begin_round(self)
        if after == State.ANALYSIS and before == State.VERIFICATION:
            begin_next_round(self)
        if after == State.ACTION_PLAN:
            self.recurrence_of = earlier_case(self) or self.recurrence_of
            self.flags.came_back = bool(self.recurrence_of)
        self._seal(decision_for(before, after), reason)

    def unmet_for(self, after: str, before: str = "") -> list[Unmet]:
        """All reasons why the signed-in user cannot take it to `after`, beside the reason to be given."""
        case, before = case_of(self), before or self.workflow_state
        unmet = unmet_for_step(before, after, self._actor(), case, getdate(today()))
        if before == State.REPORTED and case.area_manager and not is_open_to(self, case.area_manager):
            unmet.append(Unmet("area_manager_cannot_read", {"user": case.area_manager}))
        return unmet

    def reopen_because_of(self, recurring: str) -> None:
        """Its cause came back with the case `recurring`: what was verified did not hold."""
        reason = _("The same cause came back with {0}.").format(recurring)
        end_round(self, is_effective=False, remarks=reason, is_verified=False)
        self.workflow_state = State.ANALYSIS.value
        begin_next_round(self)
        ask_to_tell(self)
        self._seal("Reopened", reason)
        self.write()

    # -- for the form --------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def give_reason(self, step: str, reason: str) -> None:
        """Note why the step to state `step` is going to be taken, before that step itself."""
        self.as_stored("write")
        if not needs_reason(self.workflow_state, step) or illegal_step(self.workflow_state, step):
            refuse(Unmet("illegal_step", {"before": self.workflow_state, "after": step}))
        if unmet := [*unmet_hand(self._actor(), self.area_manager or ""), *unmet_reason(reason)]:
            refuse(*unmet)
        self.write(step_reason=reason.strip(), reason_for=step)

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

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self, step: str) -> dict[str, str]:
        """Why the signed-in user cannot take the step to state `step` yet, by code: what the server refuses with."""
        self.as_stored("read")
        return told(illegal_step(self.workflow_state, step) or self.unmet_for(step))

    # -- parts ---------------------------------------------------------------------------------------------------

    def _seal(self, decision: str, reason: str) -> None:
        clean_texts(self)
        self.content_hash = self.computed_hash()
        self.flags.decision = (decision, reason)

    def _unmet_reason(self, before: str, after: str) -> list[Unmet]:
        return unmet_reason(self._reason_for(after)) if needs_reason(before, after) else []

    def _reason_for(self, after: str) -> str:
        """The reason given for this very step, not for one that was never taken."""
        return (self.step_reason or "").strip() if self.reason_for == after else ""

    def _actor(self) -> Actor:
        return Actor(frappe.session.user, frappe.get_roles())
