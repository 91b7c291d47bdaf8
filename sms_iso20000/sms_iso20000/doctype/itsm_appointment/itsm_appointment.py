from collections.abc import Collection
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.appointments import (
    all_appointments,
    as_appointment,
    hand_over_process,
    in_office,
    take_back_process,
)
from sms_iso20000.governance.processes import title_of
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.appointment import (
    DUTIES,
    PROMISED,
    Appointment,
    Kind,
    Stage,
    Surroundings,
    has_begun,
    unmet_for_accepting,
    unmet_for_answering,
    unmet_for_appointing,
    unmet_for_ending,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMAppointment(StagedRecord):
    """Appointment to an office by somebody entitled to, and its acceptance (4.1.4). Sealed when it is made."""

    life_fields = (
        "appointed_by",
        "appointed_on",
        "answered_on",
        "answer_remarks",
        "took_office_on",
        "ended_on",
        "end_reason",
        "content_hash",
    )
    content_fields = ("kind", "related_process", "appointee", "starts_on", "ends_on", *DUTIES, "authority")

    def validate(self):
        self.drop_what_the_kind_has_not()
        super().validate()

    def drop_what_the_kind_has_not(self):
        """What the form hides for this kind of office must not be sealed with it."""
        if self.kind == Kind.PROCESS_OWNER:
            self.update(dict.fromkeys(DUTIES, 0))
        else:
            self.related_process = None

    def unmet_content(self) -> list[Unmet]:
        unmet = []
        if self.starts_on and self.ends_on and getdate(self.ends_on) < getdate(self.starts_on):
            labels = {"later": self._label("ends_on"), "earlier": self._label("starts_on")}
            unmet.append(Unmet("dates_out_of_order", labels))
        if self.kind == Kind.PROCESS_OWNER:
            if not self.related_process:
                unmet.append(Unmet("process_of_owner_missing"))
            unmet += self.unmet_links("related_process")
        return unmet

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def appoint(self) -> None:
        """The signed-in user makes the appointment; the appointee is asked to accept it."""
        self.as_stored("write")
        self.refuse_unless_in(Stage.DRAFT.value)
        self.refuse_next_step()
        self.write(
            status=Stage.APPOINTED.value,
            appointed_by=frappe.session.user,
            appointed_on=now_datetime(),
            content_hash=self.computed_hash(),
        )
        self.decide("Appointed")

    @frappe.whitelist(methods=["POST"])
    def accept(self, remarks: str = "") -> None:
        """The appointee takes the office on, from its first day."""
        self.as_stored("read")
        self.refuse_unless_in(Stage.APPOINTED.value)
        self.refuse_next_step()
        self.write(status=Stage.ACCEPTED.value, answered_on=now_datetime(), answer_remarks=remarks.strip())
        self.decide("Accepted", remarks)
        if has_begun(as_appointment(self), getdate(today())):
            self.take_office()

    @frappe.whitelist(methods=["POST"])
    def decline(self, remarks: str) -> None:
        """The appointee does not take the office on, and says why."""
        self.as_stored("read")
        self.refuse_unless_in(Stage.APPOINTED.value)
        unmet = unmet_for_answering(as_appointment(self), frappe.session.user)
        if not remarks.strip():
            unmet.append(Unmet("reason_missing"))
        if unmet:
            refuse(*unmet)
        self.write(status=Stage.DECLINED.value, answered_on=now_datetime(), answer_remarks=remarks.strip())
        self.decide("Declined", remarks)

    @frappe.whitelist(methods=["POST"])
    def end(self, reason: str, ended_on: str = "") -> None:
        """End the appointment with `ended_on` (today unless told) as the last day in office.

        Before the office was taken there is no such day, and what is given is left out.
        """
        self.as_stored("read")
        self.refuse_unless_in(*(stage.value for stage in PROMISED))
        appointment = as_appointment(self)
        last_day = getdate(ended_on or today()) if has_begun(appointment, getdate(today())) else None
        if unmet := unmet_for_ending(appointment, frappe.session.user, last_day, reason, self.surroundings()):
            refuse(*unmet)
        self.leave_office(last_day, reason)

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self) -> list[str]:
        """Why the signed-in user cannot take the next step yet: the list the server refuses with."""
        self.as_stored("read")
        return [sentence(reason) for reason in self.unmet_for_next_step()]

    # -- beginning and end of the office -------------------------------------------------------------------------

    def take_office(self) -> None:
        """The first day has come; from now on a process knows its owner."""
        self.write(took_office_on=today())
        if self.related_process:
            hand_over_process(self.related_process, self.appointee)

    def end_with_period(self) -> None:
        """Close an appointment whose period is over; one that was not accepted in time was never held."""
        accepted = self.status == Stage.ACCEPTED
        self.leave_office(self.ends_on if accepted else None, _("The period is over."))

    def leave_office(self, last_day: date | None, reason: str) -> None:
        held = self.took_office_on
        self.write(status=Stage.ENDED.value, ended_on=last_day, end_reason=reason.strip())
        self.decide("Ended", reason)
        if held and self.related_process:
            take_back_process(self.related_process, self.appointee)

    def process_title(self) -> str:
        """What the process is called in the language of the letter."""
        fields = ("title", "title_zh")
        return title_of(frappe.db.get_value("ITSM Process", self.related_process, fields, as_dict=True))

    # -- parts ---------------------------------------------------------------------------------------------------

    def refuse_next_step(self):
        if unmet := self.unmet_for_next_step(for_update=True):
            refuse(*unmet)

    def unmet_for_next_step(self, for_update: bool = False) -> list[Unmet]:
        unmet_for = {Stage.DRAFT: unmet_for_appointing, Stage.APPOINTED: unmet_for_accepting}.get(self.status)
        if not unmet_for:
            return []
        others = all_appointments(self.system, for_update)
        return unmet_for(as_appointment(self), frappe.session.user, self.surroundings(others))

    def surroundings(self, others: Collection[Appointment] = ()) -> Surroundings:
        return Surroundings(
            today=getdate(today()),
            top_management=top_management(self.system),
            representatives={office.appointee for office in in_office(self.system)},
            others=others,
            appointee_enabled=bool(frappe.db.get_value("User", self.appointee, "enabled")),
            appointee_may_read=bool(frappe.has_permission(self.doctype, "read", doc=self, user=self.appointee)),
        )
