import frappe
from frappe import _
from frappe.utils import add_months, cint, getdate, now_datetime, today

from sms_iso20000.compat import clean_texts
from sms_iso20000.governance.heat_map import position_html
from sms_iso20000.governance.risk_facts import actions_of, actor_in, facts_of
from sms_iso20000.governance.risk_matrix import matrix_of
from sms_iso20000.life.kept_record import plain
from sms_iso20000.life.stepped_record import SteppedRecord
from sms_iso20000.refusal import refuse, sentence
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


class ITSMRisk(SteppedRecord):
    """A risk to services or to the service management system (4.1.1 g).

    Each step is a decision. Levels and scores are written by `assess` alone, and every assessment stays in the history.
    """

    first_stage = State.IDENTIFIED.value
    life_fields = LIFE_FIELDS
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
        """Go from `before` to `after`, or refuse with every reason against it; saving is left to the caller."""
        if unmet := illegal_step(before, after) or [*self.unmet_for(after), *self._unmet_reason(after)]:
            refuse(*unmet)
        reason = self._reason_for(after)
        stamps = stamps_for(after, frappe.session.user, now_datetime(), facts_of(self))
        self.update({"workflow_state": after, **stamps})
        self._seal(DECISION_FOR[after], reason)

    def unmet_for(self, after: str) -> list[Unmet]:
        """All reasons why the signed-in user cannot take this risk to `after`, beside the reason to be given."""
        return unmet_for_step(after, actor_in(self.system), facts_of(self), matrix_of(self.system))

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
        self.update({"workflow_state": state.value, **(NOT_SETTLED if state is State.ASSESSED else {})})
        self._seal("Assessed" if state is State.ASSESSED else "Reviewed", remarks)
        self.write()

    @frappe.whitelist(methods=["POST"])
    def accept(self, reason: str) -> None:
        """The signed-in user accepts the risk at the score that counts; above the criterion top management alone."""
        self.as_stored("write")
        self.acceptance_reason = reason.strip()
        self.enter(self.workflow_state, State.ACCEPTED.value)
        self.write()

    @frappe.whitelist(methods=["POST"])
    def give_reason(self, step: str, reason: str) -> None:
        """Note why the risk is going to be accepted or closed, before that step itself."""
        self.as_stored("write")
        if step not in REASON_FOR or illegal_step(self.workflow_state, step):
            refuse(Unmet("illegal_step", {"before": self.workflow_state, "after": step}))
        if not reason.strip():
            refuse(Unmet("reason_missing"))
        self.write(**{REASON_FOR[step]: reason.strip()})

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self, step: str) -> dict[str, str]:
        """Why the signed-in user cannot take the step to state `step` yet, by code: what the server refuses with."""
        self.as_stored("read")
        unmet = illegal_step(self.workflow_state, step) or self.unmet_for(step)
        return {reason.code: sentence(reason) for reason in unmet}

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

    def _seal(self, decision: str, reason: str) -> None:
        clean_texts(self)
        self.content_hash = self.computed_hash()
        self.flags.decision = (decision, reason)

    def _changed_content(self, before) -> list[str]:
        changed = [field for field in SETTLED_FIELDS if plain(before.get(field)) != plain(self.get(field))]
        return changed if are_settled_actions_kept(actions_of(before), actions_of(self)) else [*changed, "actions"]

    def _unmet_reason(self, after: str) -> list[Unmet]:
        return [Unmet("reason_missing")] if after in REASON_FOR and not self._reason_for(after) else []

    def _reason_for(self, after: str) -> str:
        return (self.get(REASON_FOR[after]) or "").strip() if after in REASON_FOR else ""
