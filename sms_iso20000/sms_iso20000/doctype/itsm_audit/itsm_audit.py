from typing import Any

import frappe
from frappe.utils import now_datetime

from sms_iso20000.compat import clean_texts
from sms_iso20000.governance.audit_checklist import generate, sign
from sms_iso20000.governance.audit_content import unmet_of
from sms_iso20000.governance.audit_facts import (
    facts_of,
    items_of,
    proposed_audience,
    team_of,
    told_of,
    unmet_competence,
    unmet_stakes,
)
from sms_iso20000.governance.audit_print import report_of
from sms_iso20000.governance.audit_report import raise_nonconformities, tell_report
from sms_iso20000.governance.audit_slots import settle
from sms_iso20000.governance.auditor_competence import competence_of
from sms_iso20000.governance.independence import lookback_of
from sms_iso20000.life.reasoned_record import ReasonedRecord, told
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.audit import (
    AT_WORK,
    BEFORE_FIELDWORK,
    CONTENT_FIELDS,
    LEDGER_FIELDS,
    LIFE_FIELDS,
    NEEDS_REASON,
    ONWARD,
    OVER,
    OWN_KINDS,
    SEALED_IN,
    State,
    decision_for,
    illegal_step,
    progress_of,
    stamps_for,
    unmet_for_step,
    unmet_step_taker,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMAudit(ReasonedRecord):
    """An audit from its plan to the end of its follow-up (4.5.4.1, 4.5.4.2).

    Each step is a decision. Who audits is independent of what is audited; the server looks whenever somebody is newly
    named or the scope changes, and again when the fieldwork begins. What is reported is sealed.
    """

    first_stage = State.PLANNED.value
    content_fields = CONTENT_FIELDS
    life_fields = LIFE_FIELDS
    needs_reason = NEEDS_REASON

    def onload(self):
        answered, total = progress_of(items_of(self))
        self.set_onload("progress", {"answered": answered, "total": total})
        self.set_onload("may_answer", self.workflow_state in AT_WORK and self.is_auditor(frappe.session.user))
        self.set_onload("is_own", self.kind in OWN_KINDS)
        self.set_onload("onward", ONWARD.get(self.workflow_state, ""))
        self.set_onload("missing", self.missing_onward())

    def validate(self):
        if not self.flags.by_own_function and self.workflow_state not in SEALED_IN:
            self.drop_what_the_form_hides()
        super().validate()

    def on_update(self):
        super().on_update()
        if self.workflow_state in OVER:
            settle(self)

    @property
    def has_new_lead(self) -> bool:
        """Whether this saving named somebody else lead auditor than the user who saves; asked by the notification."""
        before = self.get_doc_before_save()
        is_named = self.lead_auditor and (not before or before.lead_auditor != self.lead_auditor)
        return bool(is_named) and self.lead_auditor != frappe.session.user

    def as_report(self) -> dict[str, Any]:
        """Values for the print."""
        return report_of(self)

    # -- content -------------------------------------------------------------------------------------------------

    def is_auditor(self, user: str) -> bool:
        """Whether `user` writes what was found."""
        return self.kind not in OWN_KINDS or user in team_of(self).bound

    def drop_what_the_form_hides(self):
        """An audit of our own has no certificate, and one of a certification body none of our auditors."""
        if self.kind in OWN_KINDS:
            self.update(dict.fromkeys((*LEDGER_FIELDS, "certification_body", "external_auditors")))
        else:
            self.update({"lead_auditor": None, "programme": None, "team": []})

    def refuse_change_of_sealed_content(self):
        before = self.get_doc_before_save()
        is_called_off = self.workflow_state == State.CALLED_OFF
        if before.workflow_state in SEALED_IN or is_called_off:
            self.refuse_change_of(CONTENT_FIELDS)
        if before.workflow_state in OVER or is_called_off:
            self.refuse_change_of(LEDGER_FIELDS)

    def unmet_content(self) -> list[Unmet]:
        # Nothing changes with it, and whoever is named may be gone by then.
        if self.workflow_state == State.CALLED_OFF:
            return []
        before = self.get_doc_before_save()
        unmet = unmet_of(self, before)
        if not (unmet or (before and before.workflow_state in SEALED_IN)):
            sign(self, before, frappe.session.user)
        return unmet

    def people_named(self) -> set[str]:
        return {self.lead_auditor, *(row.user for row in self.team)} - {None, ""}

    # -- steps ---------------------------------------------------------------------------------------------------

    def enter(self, before: str, after: str) -> None:
        super().enter(before, after)
        if after == State.REPORTING and not self.audience:
            self.set("audience", proposed_audience(self))
        elif after in (State.FOLLOW_UP, State.CALLED_OFF):
            clean_texts(self)
            if after == State.FOLLOW_UP:
                self.communication = tell_report(self)
            else:
                # What was found is not lost with the audit.
                raise_nonconformities(self)
            self.content_hash = self.computed_hash()

    def illegal_step(self, before: str, after: str) -> list[Unmet]:
        return illegal_step(before, after)

    def stamps_for(self, before: str, after: str) -> dict[str, Any]:
        stamps = stamps_for(before, after, frappe.session.user, now_datetime())
        if stamps and after == State.FIELDWORK:
            stamps["is_competence_required"] = competence_of(self.system, team_of(self).auditors).is_demanded
        return stamps

    def decision_for(self, before: str, after: str) -> str:
        return decision_for(before, after)

    def unmet_for(self, after: str) -> list[Unmet]:
        team = team_of(self)
        unmet = unmet_step_taker(after, self.kind, team, frappe.session.user, frappe.get_roles())
        unmet += unmet_for_step(after, facts_of(self))
        if after == State.FIELDWORK:
            unmet += [*unmet_stakes(self, team.bound), *unmet_competence(self)]
        return unmet

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self, step: str) -> dict[str, str]:
        """Why the step to state `step` cannot be taken yet, by code: what the server refuses with."""
        self.as_stored("read")
        return told(told_of(self, self._unmet_step(self.workflow_state, step)))

    @frappe.whitelist(methods=["POST"])
    def generate_checklist(self) -> int:
        """Add an item for each requirement in scope, and update what is known; answers how many are new."""
        self.as_stored("write")
        self.refuse_unless_in(*(state.value for state in (*BEFORE_FIELDWORK, State.FIELDWORK)))
        added = generate(self, lookback_of(self.system))
        if not self.checklist:
            refuse(Unmet("audit_without_subject"))
        self.write()
        return added

    @frappe.whitelist(methods=["POST"])
    def raise_nonconformities(self) -> list[str]:
        """Report a nonconformity for each major or minor finding that has none yet; answers their names."""
        self.as_stored("write")
        self.refuse_unless_in(*(state.value for state in AT_WORK))
        unmet = unmet_step_taker(State.FOLLOW_UP, self.kind, team_of(self), frappe.session.user, frappe.get_roles())
        if unmet := [*unmet, *unmet_for_step(State.REPORTING, facts_of(self))]:
            refuse(*unmet)
        names = raise_nonconformities(self)
        self.write()
        return names

    def missing_onward(self) -> list[str]:
        """What the next step still lacks, beside independence and competence, which are looked at when it is taken."""
        after = ONWARD.get(self.workflow_state, "")
        return [sentence(reason) for reason in unmet_for_step(after, facts_of(self))]

    def answer(self, item: str, values: dict[str, str]) -> None:
        """Write what was found for one item, on behalf of the signed-in user."""
        self.refuse_unless_in(*(state.value for state in AT_WORK))
        row = next((row for row in self.checklist if row.name == item), None)
        if not row:
            refuse(Unmet("no_such_item"))
        row.update(values)
        self.save()
