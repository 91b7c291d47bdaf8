import frappe
from frappe.utils import cint, getdate, now_datetime, today

from sms_iso20000.governance import trainings
from sms_iso20000.governance.people import is_manager, manages
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.refusal.given import names_in
from sms_iso20000.rules.competence import unmet_level
from sms_iso20000.rules.training import (
    CANCELLED,
    EVALUATED,
    HELD,
    PLANNED,
    TAKEN_OFF,
    Evaluation,
    evaluation_due,
    is_evaluated,
    unmet_for_evaluating,
    unmet_for_holding,
    unmet_plan,
)
from sms_iso20000.rules.unmet import Unmet

FIGURES = ("participants", "attended", "evaluated", "effective")


class ITSMTraining(StagedRecord):
    """A training or another measure that closes a gap; it counts once somebody else finds it effective (4.4.2 b, c).

    Who takes part is kept in records of their own, which name people; this one only counts them.
    """

    first_stage = PLANNED
    life_fields = (
        *("evaluation_due_on", *FIGURES),
        *("held_by", "held_on", "evaluated_on"),
        *("cancelled_on", "cancellation_reason", "content_hash"),
    )
    content_fields = (
        *("title", "competence", "level", "measure", "starts_on", "ends_on"),
        *("trainer", "trainer_name", "host_type", "host_training", "description"),
    )
    sealed_fields = ("competence", "level", "measure", "starts_on", "ends_on", "participants", "attended")

    def validate(self):
        super().validate()
        if self.status == PLANNED and self.ends_on:
            delay = cint(frappe.db.get_value("ITSM System", self.system, "training_evaluation_delay"))
            self.evaluation_due_on = evaluation_due(getdate(self.ends_on), delay)

    def unmet_content(self) -> list[Unmet]:
        if self.status != PLANNED:
            return []
        unmet = [*self.unmet_people(), *unmet_level(self.level), *self.unmet_links("competence")]
        starts_on, ends_on = (getdate(day) if day else None for day in (self.starts_on, self.ends_on))
        unmet += [*unmet_plan(starts_on, ends_on), *trainings.unmet_host_training(self)]
        if self.trainer and self.trainer in {
            seat.user for seat in trainings.seats_of(self.name) if seat.attendance != TAKEN_OFF
        }:
            unmet.append(Unmet("trainer_is_participant", {"user": self.trainer}))
        return unmet

    def people_named(self) -> set[str]:
        return {self.trainer} - {None, ""}

    # -- participants --------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def add_participants(self, users: list | str) -> None:
        """Put people on the list, each of whom the signed-in user manages."""
        self.as_stored("write")
        self.refuse_unless_in(PLANNED)
        trainings.put_on_list(self, names_in(users))
        self.write(**trainings.figures_of(self.name))

    @frappe.whitelist(methods=["POST"])
    def take_off(self, participant: str) -> None:
        """Take somebody off the list of a planned training."""
        self.as_stored("write")
        self.refuse_unless_in(PLANNED)
        self._participant(participant).write(attendance=TAKEN_OFF)
        self.write(**trainings.figures_of(self.name))

    @frappe.whitelist(methods=["POST"])
    def show_participants(self) -> list[dict]:
        """Who takes part, as far as the signed-in user may know."""
        self.as_stored("read")
        return self.participants_shown()

    def participants_shown(self) -> list[dict]:
        """Who takes part, as far as the signed-in user may know; for the form and the attendance list."""
        return trainings.rows_shown(self)

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def hold(self, attendance: list | str | None = None) -> None:
        """The training took place; `attendance` names the users who were there, unless HRMS says so."""
        self.as_stored("write")
        self.refuse_unless_in(PLANNED)
        said, in_host = set(names_in(attendance or [])), trainings.attendance_in_host(self)
        seats = trainings.seats_of(self.name)
        if in_host is not None and said:
            refuse(Unmet("attendance_from_host", {"name": self.host_training}))
        seated = {seat.user for seat in seats if seat.attendance != TAKEN_OFF}
        attended = said if in_host is None else in_host & seated
        if unmet := unmet_for_holding(seats, attended, getdate(self.ends_on), getdate(today())):
            refuse(*unmet)
        trainings.note_attendance(self.name, attended)
        self.update({**trainings.figures_of(self.name), "held_by": frappe.session.user, "held_on": now_datetime()})
        self.write(status=HELD, content_hash=self.computed_hash())
        self.decide("Held")

    @frappe.whitelist(methods=["POST"])
    def evaluate(self, participant: str, effect: str, remarks: str) -> str | None:
        """The signed-in user judges what the training did for one participant: Effective or Not Effective.

        Answers the name of the competence record that an effective one leads to.
        """
        self.as_stored("read")
        self.refuse_unless_in(HELD)
        seat = self._participant(participant)
        if unmet := self._unmet_evaluation(seat, effect, remarks):
            refuse(*unmet)
        seat.write(effect=effect, remarks=remarks.strip(), **trainings.moment())
        record = trainings.count_as_held(self, seat.user, remarks.strip()) if effect == "Effective" else None
        self.write(**trainings.figures_of(self.name))
        self.decide("Effect Evaluated")
        if is_evaluated(trainings.seats_of(self.name)):
            self.write(status=EVALUATED, evaluated_on=now_datetime())
            self.decide("Evaluated")
        return record and record.name

    @frappe.whitelist(methods=["POST"])
    def call_off(self, reason: str) -> None:
        """The training does not take place."""
        self.as_stored("write")
        self.refuse_unless_in(PLANNED)
        if not reason.strip():
            refuse(Unmet("reason_missing"))
        self.write(status=CANCELLED, cancelled_on=now_datetime(), cancellation_reason=reason.strip())
        self.decide("Cancelled", reason)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _unmet_evaluation(self, seat, effect: str, remarks: str) -> list[Unmet]:
        user = frappe.session.user
        evaluation = Evaluation(
            evaluator=user,
            seat=trainings.as_seat(seat),
            effect=effect,
            trainer=self.trainer or "",
            is_manager=is_manager(user),
            manages=manages(user, seat.user or "", self.system),
        )
        unmet = unmet_for_evaluating(evaluation, getdate(self.evaluation_due_on), getdate(today()))
        return unmet if remarks.strip() else [*unmet, Unmet("evaluation_without_remarks")]

    def _participant(self, name: str):
        """The participant of that name, who must be one of this training."""
        if frappe.db.get_value(trainings.PARTICIPANT, name, "training") != self.name:
            refuse(Unmet("not_a_participant", {"user": name}))
        return frappe.get_doc(trainings.PARTICIPANT, name)
