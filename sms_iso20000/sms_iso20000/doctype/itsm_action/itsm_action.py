import frappe
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.evidence.attachment import digest_of, unmet_for_attachment
from sms_iso20000.governance.actions import assign_as_it_stands, hands_of
from sms_iso20000.governance.nonconformities import unmet_family, unmet_for_action
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.action import (
    FULL,
    LIVE,
    STEPS,
    Actor,
    Status,
    Step,
    as_progress,
    is_overdue,
    steps_open_to,
    unmet_actor,
    unmet_dates,
    unmet_plan_item,
    unmet_step,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMAction(StagedRecord):
    """Something to be done by somebody until a day, and checked by another (4.5.3).

    Actions serve records of every kind; what was agreed may be changed until the action is done or cancelled.
    """

    first_stage = Status.OPEN.value
    content_fields = (
        "title",
        "kind",
        "plan_item",
        "reference_doctype",
        "reference_name",
        "description",
        "responsible",
        "starts_on",
        "due_on",
    )
    completion_fields = ("completion_evidence", "evidence_file", "evidence_file_hash", "completed_by", "completed_on")
    check_fields = ("checked_by", "checked_on", "check_remarks")
    # What the nightly job says of the sign that an action was drafted from.
    sign_fields = ("signal", "signal_key")
    life_fields = ("progress", *completion_fields, *check_fields, "cancel_reason", *sign_fields, "content_hash")

    def validate(self):
        super().validate()
        if self._is_pulled_to_start() and (unmet := unmet_step(Step.START, *self._people(), self._actor())):
            refuse(*unmet)

    def on_update(self):
        assign_as_it_stands(self)
        if self._is_pulled_to_start():
            self.decide(STEPS[Step.START].decision)

    def onload(self):
        """What the form shows beside the fields: the steps open to the reader, and whether it is late."""
        self.set_onload("steps", [step.value for step in steps_open_to(self._actor(), self.status, *self._people())])
        self.set_onload("is_overdue", is_overdue(self.status, getdate(self.due_on), getdate(today())))

    def own_fields(self) -> tuple[str, ...]:
        """A card of the board may be pulled to the start of work, which asks for nothing else."""
        fields = super().own_fields()
        return tuple(field for field in fields if field != "status") if self._is_pulled_to_start() else fields

    def refuse_hand_written_life(self):
        if self.is_set_anew("status") and not self._is_pulled_to_start():
            refuse(Unmet("action_step_on_form"))
        super().refuse_hand_written_life()

    # -- content -------------------------------------------------------------------------------------------------

    def refuse_change_of_sealed_content(self):
        if self.get_doc_before_save().status not in LIVE:
            super().refuse_change_of_sealed_content()

    def unmet_content(self) -> list[Unmet]:
        days = [getdate(self.get(field)) if self.get(field) else None for field in ("starts_on", "due_on")]
        return [
            *unmet_dates(*days, getdate(today()), self.is_set_anew("due_on")),
            *unmet_plan_item(self.kind, self.plan_item or ""),
            *self.unmet_people(),
            *self.unmet_responsible(),
            *self.unmet_record_named(),
            *unmet_family(self),
        ]

    def people_named(self) -> set[str]:
        return {self.responsible} - {None, ""}

    def unmet_responsible(self) -> list[Unmet]:
        """The host would share the action with somebody who may not read it."""
        if not self.responsible or not self.is_set_anew("responsible"):
            return []
        may_read = frappe.has_permission(self.doctype, "read", doc=self, user=self.responsible)
        return [] if may_read else [Unmet("action_kept_from_responsible", {"user": self.responsible})]

    def sealed_content(self) -> dict:
        return {**super().sealed_content(), **{field: str(self.get(field) or "") for field in self.completion_fields}}

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def start(self) -> None:
        """Who is responsible, or an ITSM Manager, begins."""
        self.begin(Step.START)
        self.take(Step.START)

    @frappe.whitelist(methods=["POST"])
    def report_progress(self, progress: float | str) -> None:
        """So many percent are done; what was not started is."""
        self.as_stored("read")
        self.refuse_unless_in(*LIVE)
        percent = as_progress(progress)
        unmet = unmet_actor(self.responsible, self._actor())
        if percent is None:
            unmet.append(Unmet("progress_out_of_range"))
        if unmet:
            refuse(*unmet)
        if percent and self.status == Status.OPEN:
            self.take(Step.START, progress=percent)
        else:
            self.write(progress=percent)

    @frappe.whitelist(methods=["POST"])
    def complete(self, evidence: str, evidence_file: str = "") -> None:
        """It is done, as `evidence` shows; from now on the action is sealed, and waits for the check."""
        unmet_file = unmet_for_attachment(evidence_file, self._label("evidence_file")) if evidence_file else []
        self.begin(Step.COMPLETE, evidence, unmet_file)
        self.update({"completion_evidence": evidence.strip(), "evidence_file": evidence_file})
        self.update({"completed_by": frappe.session.user, "completed_on": now_datetime().replace(microsecond=0)})
        self.evidence_file_hash = digest_of(evidence_file) if evidence_file else ""
        self.take(Step.COMPLETE, progress=FULL, content_hash=self.computed_hash())

    @frappe.whitelist(methods=["POST"])
    def check(self, effective: bool | int | str, remarks: str = "") -> None:
        """Somebody who had no part in it found whether it brought what it was to bring."""
        step = Step.VERIFY if frappe.utils.cint(effective) else Step.FIND_INEFFECTIVE
        self.begin(step, remarks)
        self.take(
            step, remarks, checked_by=frappe.session.user, checked_on=now_datetime(), check_remarks=remarks.strip()
        )

    @frappe.whitelist(methods=["POST"])
    def reopen(self, reason: str) -> None:
        """More has to be done; the log keeps what was completed and found before."""
        self.begin(Step.REOPEN, reason, unmet_for_action(self))
        self.take(Step.REOPEN, reason, content_hash="", **dict.fromkeys((*self.completion_fields, *self.check_fields)))

    @frappe.whitelist(methods=["POST"])
    def cancel_action(self, reason: str) -> None:
        """It is not to be done after all."""
        self.begin(Step.CANCEL, reason)
        self.take(Step.CANCEL, reason, cancel_reason=reason.strip())

    # -- parts ---------------------------------------------------------------------------------------------------

    def begin(self, step: Step, text: str = "", unmet: list[Unmet] | None = None) -> None:
        """Who is responsible need not be able to write the record."""
        self.as_stored("read")
        self.refuse_unless_in(*STEPS[step].before)
        if against := [*unmet_step(step, *self._people(), self._actor(), text), *(unmet or [])]:
            refuse(*against)

    def take(self, step: Step, reason: str = "", **values) -> None:
        self.write(status=STEPS[step].after.value, **values)
        self.decide(STEPS[step].decision, reason)

    def _is_pulled_to_start(self) -> bool:
        before = self.get_doc_before_save()
        if self.flags.by_own_function or not before:
            return False
        return before.status == Status.OPEN and self.status == Status.IN_PROGRESS

    def _people(self) -> tuple[str, set[str]]:
        """Who is responsible, and who ever worked at it."""
        return self.responsible, hands_of([self.name])[self.name]

    def _actor(self) -> Actor:
        return Actor(frappe.session.user, frappe.get_roles())
