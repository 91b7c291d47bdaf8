"""Activities of the plan, money, resources and what people are able to do: 4.4 and 4.5.3 of the three years."""

from collections.abc import Callable
from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import add_months, getdate, today

from sms_iso20000.demonstration import resources_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.people import AUDITOR, MANAGER, OWNER, TOP
from sms_iso20000.demonstration.planning_texts import CODE as PLAN_CODE
from sms_iso20000.demonstration.responsibility_texts import SUPPLIER
from sms_iso20000.governance.report_schedule import make_schedule


class ResourceHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.names: dict[tuple[str, str], str] = {}

    def events(self) -> list[Event]:
        return [
            *self._resource_plan(),
            *(event for activity in said.ACTIVITIES for event in self._activity(*activity)),
            *(event for line in said.BUDGET_LINES for event in self._budget(*line)),
            Event(self.moments.ago(said.SCHEDULED_SINCE, 9), MANAGER.user, self._schedule),
            *self._competence(),
        ]

    def _schedule(self) -> None:
        make_schedule(texts.SYSTEM, said.SCHEDULED, "Monthly", "\n".join(said.SENT_TO))

    # -- resource plan and budget --------------------------------------------------------------------------------

    def _resource_plan(self) -> list[Event]:
        ago, known = self.moments.ago, ("ITSM Resource Plan", said.RESOURCE_PLAN)
        return [
            Event(ago(105, 9), MANAGER.user, lambda: self._make(known, **self._resources())),
            Event(ago(104, 9), MANAGER.user, lambda: self._doc(known).submit_plan()),
            Event(ago(102, 15), TOP.user, lambda: self._doc(known).decide_plan(self._answers(), said.DECIDED)),
        ]

    def _resources(self) -> dict:
        start, end = self._year()
        middle = getdate(add_months(start, 6))
        halves = ((start, middle - timedelta(days=1)), (middle, end))
        return {
            "title": said.RESOURCE_PLAN,
            "period_start": start,
            "period_end": end,
            "lines": [
                {
                    "resource_kind": kind,
                    "resource": resource,
                    "unit": unit,
                    "current": current,
                    "needed": needed,
                    "service": self._service(service),
                    "raises_satisfaction": satisfying,
                    "how_closed": how,
                }
                for kind, resource, unit, current, needed, service, satisfying, how, *_decision in said.RESOURCES
            ],
            "forecasts": [
                {
                    "resource": resource,
                    "period_start": first,
                    "period_end": last,
                    "needed": needed,
                    "available": available,
                }
                for resource, *figures in said.FORECASTS
                for (first, last), (needed, available) in zip(halves, figures, strict=True)
            ],
        }

    def _answers(self) -> list[dict]:
        return [
            {"resource": resource, "decision": decision, "reason": reason}
            for _kind, resource, *_figures, decision, reason in said.RESOURCES
            if decision
        ]

    def _budget(self, service: str, title: str, owner: str, budgeted: int, looks: tuple) -> list[Event]:
        known = ("ITSM Budget Line", title)

        def allot() -> None:
            start, end = self._year()
            self._make(
                known,
                title=title,
                service=self._service(service),
                budget_owner=owner,
                period_start=start,
                period_end=end,
                budgeted=budgeted,
                currency=said.BUDGET_CURRENCY,
            )

        return [
            # As long ago as the services are on record.
            Event(self.moments.ago(190, 9), MANAGER.user, allot),
            *(
                Event(
                    self.moments.ago(days, 16),
                    owner,
                    lambda spent=spent: self._doc(known).record_spending(spent, today()),
                )
                for days, spent in looks
            ),
        ]

    # -- activities of the plan ----------------------------------------------------------------------------------

    def _activity(self, item: str, title: str, who: str, begins: int, due: int, done: int, shown: str) -> list[Event]:
        known, ago = ("ITSM Action", title), self.moments.ago
        starts_on, due_on = (self.moments.ago(days, 0).date() for days in (begins, due))
        planned = Event(ago(90, 11), MANAGER.user, lambda: self._plan_activity(known, item, who, starts_on, due_on))
        begun = Event(ago(max(begins - 1, 2), 8), who, lambda: self._doc(known).report_progress(min(done, 90)))
        if not done:
            return [planned]
        if done < 100:
            return [planned, begun]
        return [
            planned,
            begun,
            Event(ago(due + 2, 17), who, lambda: self._doc(known).complete(shown)),
            Event(ago(due - 9, 9), AUDITOR.user if who == MANAGER.user else MANAGER.user, self._check(known)),
        ]

    def _plan_activity(self, known: tuple[str, str], item: str, who: str, starts_on: date, due_on: date) -> None:
        plan = frappe.db.get_value("ITSM Plan", {"system": texts.SYSTEM, "code": PLAN_CODE})
        self._make(
            known,
            title=known[1],
            kind="Plan Activity",
            plan_item=item,
            reference_doctype="ITSM Plan",
            reference_name=plan,
            responsible=who,
            starts_on=starts_on,
            due_on=due_on,
        )

    def _check(self, known: tuple[str, str]) -> Callable[[], None]:
        return lambda: self._doc(known).check(1, said.CHECKED)

    # -- competence ----------------------------------------------------------------------------------------------

    def _competence(self) -> list[Event]:
        ago = self.moments.ago
        return [
            Event(ago(610, 9), MANAGER.user, self._say_what_is_needed),
            Event(ago(200, 9), MANAGER.user, self._confirm_what_is_needed),
            *(event for held in said.HELD for event in self._record(*held)),
            *self._past_training(*said.PAST_TRAINING),
            Event(ago(15, 10), MANAGER.user, lambda: self._training(*said.COMING_TRAINING)),
        ]

    def _say_what_is_needed(self) -> None:
        for key, (title, title_zh, kind, months) in said.COMPETENCES.items():
            self._make(("ITSM Competence", key), title=title, title_zh=title_zh, kind=kind, validity_months=months)
        self._need(said.AUDITING, 3, needed_by="Role", role="ITSM Auditor")
        for process in frappe.get_all(
            "ITSM Process", {"system": texts.SYSTEM, "is_active": 1}, ["name", "clause"], order_by="clause asc"
        ):
            self._need(said.MANAGING, 3, needed_by="Process Owner", related_process=process.name)
            role = {
                "needed_by": "Process Role",
                "related_process": process.name,
                "role_title": frappe.db.get_value("ITSM Process Role", {"parent": process.name}, "role_title"),
            }
            self._need(said.BASICS, 2, **role)
            for competence, clause, level in said.NEEDED_IN_ROLES:
                if clause == process.clause:
                    self._need(competence, level, **role)

    def _confirm_what_is_needed(self) -> None:
        needs = frappe.get_all(
            "ITSM Competence Requirement", {"system": texts.SYSTEM}, pluck="name", order_by="name asc"
        )
        for name in needs:
            frappe.get_doc("ITSM Competence Requirement", name).confirm()

    def _need(self, competence: str, level: int, **who) -> None:
        values = {"competence": self.names["ITSM Competence", competence], "level": level, **who}
        frappe.get_doc({"doctype": "ITSM Competence Requirement", "system": texts.SYSTEM, **values}).insert()

    def _record(self, competence: str, person: str, level: int, obtained: int, expires: int | None) -> list[Event]:
        known = ("ITSM Competence Record", f"{competence} {person}")
        days_since = min(obtained, 590)
        # Who works for the manager cannot have the manager verify what the manager is able to do.
        verifier = SUPPLIER if person == MANAGER.user else MANAGER.user

        def record() -> None:
            self._make(
                known,
                user=person,
                competence=self.names["ITSM Competence", competence],
                level=level,
                obtained_on=self.moments.ago(obtained, 0).date(),
                expires_on=None if expires is None else self.moments.ago(expires, 0).date(),
                evidence=said.SHOWN_BY,
            )

        return [
            Event(self.moments.ago(days_since - 2, 10), person, record),
            Event(self.moments.ago(days_since - 4, 15), verifier, lambda: self._doc(known).verify(said.SHOWN_BY)),
        ]

    def _past_training(
        self, title: str, competence: str, level: int, people: tuple[str, ...], days: int
    ) -> list[Event]:
        known, ago = ("ITSM Training", title), self.moments.ago
        return [
            Event(ago(days + 20, 10), MANAGER.user, lambda: self._training(title, competence, level, people, days)),
            Event(ago(days - 1, 9), MANAGER.user, lambda: self._doc(known).hold(list(people))),
            *(Event(ago(days - 45, 14), MANAGER.user, self._evaluate(known, person)) for person in people),
        ]

    def _training(self, title: str, competence: str, level: int, people: tuple[str, ...], days: int) -> None:
        day = self.moments.ago(days, 0).date()
        known = ("ITSM Training", title)
        self._make(
            known,
            title=title,
            competence=self.names["ITSM Competence", competence],
            level=level,
            trainer=OWNER.user,
            starts_on=day,
            ends_on=day,
        )
        self._doc(known).add_participants(list(people))

    def _evaluate(self, known: tuple[str, str], person: str) -> Callable[[], object]:
        def evaluate() -> None:
            seat = {"training": self.names[known], "user": person}
            self._doc(known).evaluate(frappe.db.get_value("ITSM Training Participant", seat), "Effective", said.EFFECT)

        return evaluate

    # -- parts ---------------------------------------------------------------------------------------------------

    def _year(self) -> tuple[date, date]:
        """The twelve months that the money and the resources are for; they began nine months ago."""
        start = getdate(add_months(self.moments.now.date().replace(day=1), -9))
        return start, getdate(add_months(start, 12)) - timedelta(days=1)

    def _service(self, code: str) -> str | None:
        return frappe.db.get_value("ITSM Service", {"system": texts.SYSTEM, "code": code}) if code else None

    def _make(self, known: tuple[str, str], **values) -> None:
        doctype, _key = known
        self.names[known] = frappe.get_doc({"doctype": doctype, "system": texts.SYSTEM, **values}).insert().name

    def _doc(self, known: tuple[str, str]) -> Document:
        doctype, _key = known
        return frappe.get_doc(doctype, self.names[known])
