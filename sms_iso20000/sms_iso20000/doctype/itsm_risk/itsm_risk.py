from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, cint, getdate, now_datetime, today

from sms_iso20000.compat import clean_texts
from sms_iso20000.governance.heat_map import position_html
from sms_iso20000.governance.risk_facts import actions_of, actor_in, facts_of
from sms_iso20000.governance.risk_matrix import matrix_of
from sms_iso20000.life.kept_record import plain
from sms_iso20000.life.reasoned_record import ReasonedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.risk import (
    DECISION_FOR,
    LIFE_FIELDS,
    NOT_ASSESSED,
    NOT_SETTLED,
    REASON_FOR,
    SEALED_FIELDS,
    SETTLED,
    SETTLED_FIELDS,
    Phase,
    State,
    are_settled_actions_kept,
    illegal_step,
    stamps_for,
    state_after_assessment,
    unmet_actions,
    unmet_for_assessment,
    unmet_for_step,
)
from sms_iso20000.rules.risk_matrix import whole_number
from sms_iso20000.rules.unmet import Unmet


class ITSMRisk(ReasonedRecord):
    """A risk to services or to the service management system (4.1.1 g).

    Each step is a decision. Levels and scores are written by `assess` alone, and every assessment stays in the history.
    """

    first_stage = State.IDENTIFIED.value
    life_fields = LIFE_FIELDS
    needs_reason = frozenset(REASON_FOR)
    content_fields = SEALED_FIELDS

    # -- what may be changed -------------------------------------------------------------------------------------

    def refuse_change_of_sealed_content(self):
        before = self.get_doc_before_save()
        changed = self._changed_content(before)
        if before.workflow_state in SETTLED and changed:
            refuse(*(Unmet("risk_settled", {"field": self._label(field)}) for field in changed))
        # Who acts is judged by the owner, and what is judged is what others could read.
        if before.workflow_state != self.workflow_state and (changed or before.risk_owner != self.risk_owner):
            refuse(Unmet("content_and_step", {"after": _(self.workflow_state)}))

    def unmet_content(self) -> list[Unmet]:
        before = self.get_doc_before_save()
        known = actions_of(before) if before else []
        return [
            *self.unmet_people(),
            *self.unmet_links("related_process"),
            *unmet_actions(known, actions_of(self), getdate(today())),
        ]

    def people_named(self) -> set[str]:
        return {self.risk_owner, *(row.responsible for row in self.actions)} - {None, ""}

    # -- steps ---------------------------------------------------------------------------------------------------

    def enter(self, before: str, after: str) -> None:
        super().enter(before, after)
        self._seal()

    def illegal_step(self, before: str, after: str) -> list[Unmet]:
        return illegal_step(before, after)

    def unmet_for(self, after: str) -> list[Unmet]:
        return unmet_for_step(after, actor_in(self.system), facts_of(self), matrix_of(self.system))

    def stamps_for(self, before: str, after: str) -> dict[str, Any]:
        reason = {REASON_FOR[after]: self.step_reason.strip()} if after in REASON_FOR else {}
        return {
            "workflow_state": after,
            **stamps_for(after, frappe.session.user, now_datetime(), facts_of(self)),
            **reason,
        }

    def decision_for(self, before: str, after: str) -> str:
        return DECISION_FOR[after]

    @property
    def is_above_criterion(self) -> bool:
        """Whether only top management may accept the risk as it is assessed now; asked by the notification."""
        return matrix_of(self.system).is_above_criterion(facts_of(self).counted_score)

    # -- for the form --------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def assess(self, phase: str, likelihood: int | str, impact: int | str, remarks: str = "") -> None:
        """Put on record how the signed-in user judges the risk; `phase` is Before Treatment or After Treatment.

        Judging it before treatment starts over: what would be left after treatment has to be judged anew.
        """
        self.as_stored("write")
        risk = facts_of(self)
        if unmet := unmet_for_assessment(phase, likelihood, impact, risk, matrix_of(self.system)):
            refuse(*unmet)
        score = self._note_assessment(Phase(phase), whole_number(likelihood), whole_number(impact), remarks)
        state = state_after_assessment(risk, score)
        # A reason that waits was given for the risk as it was judged before.
        self.update(
            {"workflow_state": state.value, "reason_for": "", **(NOT_SETTLED if state is State.ASSESSED else {})}
        )
        self._seal()
        self.flags.decision = ("Assessed" if state is State.ASSESSED else "Reviewed", remarks)
        self.write()

    @frappe.whitelist(methods=["POST"])
    def accept(self, reason: str) -> None:
        """The signed-in user accepts the risk at the score that counts; above the criterion top management alone."""
        self.as_stored("write")
        self.update({"step_reason": reason.strip(), "reason_for": State.ACCEPTED.value})
        self.enter(self.workflow_state, State.ACCEPTED.value)
        self.write()

    @frappe.whitelist(methods=["POST"])
    def show_position(self) -> str:
        """The matrix with the places of this risk before and after treatment, as HTML."""
        self.as_stored("read")
        return position_html(self, matrix_of(self.system))

    # -- parts ---------------------------------------------------------------------------------------------------

    def _note_assessment(self, phase: Phase, likelihood: int, impact: int, remarks: str) -> int:
        score = likelihood * impact
        judged = {"likelihood": likelihood, "impact": impact, "score": score}
        self.append(
            "assessments",
            {
                "assessed_on": now_datetime(),
                "assessed_by": frappe.session.user,
                "phase": phase.value,
                "remarks": remarks.strip(),
                **judged,
            },
        )
        if phase is Phase.BEFORE:
            self.update({**NOT_ASSESSED, **judged})
        else:
            self.update({f"residual_{field}": value for field, value in judged.items()})
        months = cint(frappe.db.get_value("ITSM System", self.system, "risk_review_interval"))
        self.review_on = add_months(today(), months)
        return score

    def _seal(self) -> None:
        clean_texts(self)
        self.content_hash = self.computed_hash()

    def _changed_content(self, before) -> list[str]:
        changed = [field for field in SETTLED_FIELDS if plain(before.get(field)) != plain(self.get(field))]
        return changed if are_settled_actions_kept(actions_of(before), actions_of(self)) else [*changed, "actions"]
