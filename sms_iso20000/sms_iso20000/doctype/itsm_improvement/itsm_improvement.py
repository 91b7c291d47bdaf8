from typing import Any

import frappe
from frappe.utils import getdate, now_datetime

from sms_iso20000.compat import clean_texts
from sms_iso20000.governance.actions import actions_shown
from sms_iso20000.governance.improvement_changes import fill_in, unmet_changes, unmet_results_by_hand
from sms_iso20000.governance.improvement_documents import unmet_documents
from sms_iso20000.governance.improvement_steps import sealed_parts, stamps_for
from sms_iso20000.governance.improvement_values import (
    is_by_hand,
    measured_by_hand,
    measured_by_source,
    record,
    row_named,
)
from sms_iso20000.governance.improvement_view import standing_of
from sms_iso20000.governance.improvements import (
    act_on_missed,
    actor_for,
    criteria_in_force,
    idea_of,
    scores_of,
    targets_of,
)
from sms_iso20000.life.reasoned_record import ReasonedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.improvement import (
    EVALUATION,
    IDEA,
    IDEA_SEALED_IN,
    LIFE_FIELDS,
    NEEDS_REASON,
    PLAN,
    RESULT,
    State,
    decision_for,
    illegal_step,
    needs_reason,
    unmet_for_step,
    unmet_hand,
)
from sms_iso20000.rules.improvement_score import unmet_scores
from sms_iso20000.rules.improvement_target import next_measurement, unmet_targets
from sms_iso20000.rules.unmet import Unmet


class ITSMImprovement(ReasonedRecord):
    """An idea from anyone that makes the system or a service better, from proposal to result (4.5.5.2).

    Each step is a decision. The idea and its scores are sealed when it is approved, its plan when it is started.
    """

    first_stage = State.PROPOSED.value
    life_fields = LIFE_FIELDS
    needs_reason = NEEDS_REASON

    def onload(self):
        """What the form shows beside the fields."""
        self.set_onload("standing", standing_of(self))
        self.set_onload("actions", actions_shown(self))

    def validate(self):
        if not self.flags.by_own_function:
            fill_in(self)
        super().validate()

    def on_update(self):
        super().on_update()
        if self.flags.pop("missed", False):
            act_on_missed(self)

    # -- content -------------------------------------------------------------------------------------------------

    def start_life(self):
        """Proposed by who is signed in."""
        super().start_life()
        self.update({"proposed_by": frappe.session.user, "proposed_on": now_datetime().replace(microsecond=0)})
        if unmet := [*unmet_changes(self, actor_for(self)), *unmet_results_by_hand(self)]:
            refuse(*unmet)

    def refuse_change_of_sealed_content(self):
        if unmet := [*unmet_changes(self, actor_for(self)), *unmet_results_by_hand(self)]:
            refuse(*unmet)

    def unmet_content(self) -> list[Unmet]:
        starts_on = getdate(self.starts_on) if self.starts_on else None
        return [
            *(unmet_scores(criteria_in_force(self.system), scores_of(self)) if self.is_set_anew("scores") else []),
            *unmet_targets(targets_of(self), starts_on),
            *self.unmet_people(),
            *self.unmet_links("service", "related_process"),
            *self.unmet_record_named(),
            *self.unmet_sources(),
            *unmet_documents(self),
        ]

    def unmet_sources(self) -> list[Unmet]:
        """Sources of values that belong to another system."""
        sources = [("ITSM Evidence Source", row.evidence_source) for row in self.targets]
        sources += [("ITSM Objective", row.objective) for row in self.targets]
        return [reason for doctype, name in sources if name for reason in self.unmet_reference(doctype, name)]

    def people_named(self) -> set[str]:
        return {self.improvement_owner} - {None, ""}

    def guarded_fields(self) -> set[str]:
        return {*super().guarded_fields(), *IDEA, *EVALUATION, *PLAN, *RESULT, "improvement_owner"}

    def sealed_content(self) -> dict[str, Any]:
        return {**super().sealed_content(), **sealed_parts(self)}

    # -- steps ---------------------------------------------------------------------------------------------------

    def enter(self, before: str, after: str) -> None:
        super().enter(before, after)
        clean_texts(self)
        self.content_hash = self.computed_hash() if after in IDEA_SEALED_IN else ""
        self.flags.missed = after == State.MEASURED and bool(idea_of(self).missed)

    def illegal_step(self, before: str, after: str) -> list[Unmet]:
        return illegal_step(before, after)

    def unmet_for(self, after: str) -> list[Unmet]:
        return unmet_for_step(self.state_left, after, actor_for(self), idea_of(self))

    def reason_needed(self, after: str) -> bool:
        return needs_reason(after, idea_of(self))

    def stamps_for(self, before: str, after: str) -> dict[str, Any]:
        return stamps_for(self, before, after)

    def decision_for(self, before: str, after: str) -> str:
        return decision_for(before, after)

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def measure(
        self, target: str, value: float | str | None = None, measured_on: str | None = None, remarks: str = ""
    ) -> None:
        """Record what the target in row `target` was found to be: the value given, or the one that its source has."""
        self.as_stored("write")
        self.refuse_unless_in(State.IN_PROGRESS.value)
        if unmet := unmet_hand(actor_for(self), self.improvement_owner or ""):
            refuse(*unmet)
        row = row_named(self, target)
        found = measured_by_hand(row, value, measured_on) if is_by_hand(row) else measured_by_source(row)
        record(self, row, found, remarks)
        self.write(next_measure_on=next_measurement(targets_of(self)))

    def shown_actions(self) -> list[dict[str, Any]]:
        """What the print shows of the actions, as far as the reader may see them."""
        return actions_shown(self)
