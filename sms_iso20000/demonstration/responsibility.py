"""Who answers for what, what was aimed at, told, risked and held: 4.1 of the organisation's three years."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import add_months, get_first_day, get_last_day, getdate, today

from sms_iso20000.demonstration import responsibility_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.people import (
    CAPACITY_MANAGER_WHO_LEFT,
    MANAGER,
    OWNER,
    STAFF,
    STAFF_GROUP,
    TOP,
)
from sms_iso20000.governance.delivery import deliver_in_transaction
from sms_iso20000.governance.orphans import detect
from sms_iso20000.governance.policies import policy_in_force
from sms_iso20000.rules.policy import Kind

NIGHTLY = "Administrator"
DUTIES = ("duty_requirements", "duty_authorities", "duty_integration", "duty_assets", "duty_reporting")
REPRESENTATIVE, DEPUTY, PROCESS_OWNER = "Management Representative", "Deputy", "Process Owner"


class ResponsibilityHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.names: dict[tuple[str, str], str] = {}

    def events(self) -> list[Event]:
        return [
            *self._offices(),
            *self._processes(),
            *self._objectives(),
            *self._told(),
            *self._risks(),
            *self._assets(),
            *self._reports(),
            *self._somebody_left(),
        ]

    # -- offices and processes -----------------------------------------------------------------------------------

    def _offices(self) -> list[Event]:
        first = [
            *self._appointment("representative", 1070, TOP.user, MANAGER.user, REPRESENTATIVE),
            *self._appointment("deputy", 1060, TOP.user, OWNER.user, DEPUTY),
        ]
        # The representative assigns the authority for processes, and top management what the representative owns.
        for index, (clause, owner) in enumerate(said.OWNERS.items()):
            appointer = TOP.user if owner == MANAGER.user else MANAGER.user
            first += self._appointment(f"owner {clause}", 1040 - index, appointer, owner, PROCESS_OWNER, clause)
        return first

    def _appointment(
        self, key: str, days: int, appointer: str, appointee: str, kind: str, clause: str = ""
    ) -> list[Event]:
        ago, known = self.moments.ago, ("ITSM Appointment", key)
        return [
            Event(ago(days, 9), MANAGER.user, lambda: self._draft_appointment(known, appointee, kind, clause)),
            Event(ago(days, 11), appointer, lambda: self._doc(known).appoint()),
            Event(ago(days - 2, 14), appointee, lambda: self._doc(known).accept(said.ACCEPTANCE)),
        ]

    def _draft_appointment(self, known: tuple[str, str], appointee: str, kind: str, clause: str) -> None:
        owns = kind == PROCESS_OWNER
        self._make(
            known,
            kind=kind,
            appointee=appointee,
            related_process=self._process(clause) if clause else None,
            starts_on=today(),
            authority=said.OWNER_AUTHORITY if owns else said.AUTHORITY,
            **({} if owns else dict.fromkeys(DUTIES, 1)),
        )

    def _processes(self) -> list[Event]:
        ago = self.moments.ago
        events = [Event(ago(1010, 10), MANAGER.user, self._describe_processes)]
        for index, (clause, owner) in enumerate(said.OWNERS.items()):
            # Whoever left confirmed it for the last time while still here.
            for days in (1000, 640, 280):
                confirm = self._confirm(clause)
                events.append(Event(ago(days - index, 13), owner, confirm))
        return events

    def _describe_processes(self) -> None:
        for clause, (inputs, outputs) in said.INPUTS_AND_OUTPUTS.items():
            role, person, responsibility, authority = said.WORKERS[clause]
            process = frappe.get_doc("ITSM Process", self._process(clause))
            process.update({"inputs": inputs, "outputs": outputs})
            worker = {"role_title": role, "user": person, "responsibility": responsibility, "authority": authority}
            process.append("roles", {"involvement": "Responsible", **worker})
            process.save()
        for giver, taker, subject in said.INTERFACES:
            process = frappe.get_doc("ITSM Process", self._process(giver))
            row = {"direction": "Gives To", "other_process": self._process(taker), "subject": subject}
            process.append("interfaces", row)
            process.save()

    def _confirm(self, clause: str) -> Callable[[], None]:
        return lambda: frappe.get_doc("ITSM Process", self._process(clause)).confirm_responsibilities(said.CONFIRMATION)

    def _somebody_left(self) -> list[Event]:
        leaver = CAPACITY_MANAGER_WHO_LEFT.user
        ago = self.moments.ago
        return [
            Event(ago(30, 18), NIGHTLY, lambda: frappe.db.set_value("User", leaver, "enabled", 0)),
            Event(ago(29, 2), NIGHTLY, self._detect),
            # By now the grace period is over.
            Event(ago(14, 2), NIGHTLY, self._detect),
        ]

    def _detect(self) -> None:
        detect(texts.SYSTEM)

    # -- objectives ----------------------------------------------------------------------------------------------

    def _objectives(self) -> list[Event]:
        ago = self.moments.ago
        events = []
        for index, objective in enumerate(said.OBJECTIVES):
            known = ("ITSM Objective", objective["title"])
            readings = objective.get("readings", ())
            # From the first reading on, one a month; what is counted from frozen months began with them.
            months = len(readings) + 2 if readings else 4
            set_on = self.moments.months_back(months)
            events += [
                Event(self.moments.on(set_on, 9), MANAGER.user, self._set_objective(known, objective, set_on)),
                Event(self.moments.on(set_on, 15), TOP.user, self._approve(known)),
            ]
            # A value measured after the due date would come too late.
            for back, value in enumerate(reversed(readings), start=int(not objective["ends_in_months"])):
                day = self.moments.months_back(back)
                events.append(Event(self.moments.on(day, 16 + index), OWNER.user, self._check_in(known, day, value)))
            # As every night: what was frozen is taken, and what is due is judged.
            events.append(Event(ago(1, 3), NIGHTLY, lambda known=known: self._doc(known).follow()))
        return events

    def _set_objective(self, known: tuple[str, str], objective: dict, start_on: date) -> Callable[[], None]:
        counted = objective.get("from_snapshots")
        fields = ("title", "measure", "unit", "operator", "baseline", "target")
        return lambda: self._make(
            known,
            **{field: objective[field] for field in fields},
            policy=policy_in_force(texts.SYSTEM, Kind.SERVICE_MANAGEMENT),
            objective_owner=OWNER.user,
            start_on=start_on.isoformat(),
            due_on=get_last_day(self.moments.months_back(-objective["ends_in_months"])).isoformat()
            if objective["ends_in_months"]
            else self.moments.ago(3, 0).date().isoformat(),
            source="Service Level Snapshot" if counted else "By Hand",
            evidence_source=frappe.db.get_value("ITSM Evidence Source", {"system": texts.SYSTEM}) if counted else None,
        )

    def _approve(self, known: tuple[str, str]) -> Callable[[], None]:
        return lambda: self._doc(known).approve()

    def _check_in(self, known: tuple[str, str], day: date, value: float) -> Callable[[], None]:
        return lambda: self._doc(known).check_in(day.isoformat(), value)

    # -- communication -------------------------------------------------------------------------------------------

    def _told(self) -> list[Event]:
        events = []
        for procedure in said.PROCEDURES:
            known = ("ITSM Communication Procedure", procedure["title"])
            teller = TOP.user if procedure["by_top"] else MANAGER.user
            events.append(
                Event(self.moments.ago(720, 10), MANAGER.user, self._write_procedure(known, procedure, teller))
            )
            for days in procedure["told"]:
                sent = ("ITSM Communication", f"{procedure['title']} {days}")
                events.append(Event(self.moments.ago(days, 8), teller, self._send(known, sent, procedure["purpose"])))
                events += self._readings(sent, days)
        return events

    def _write_procedure(self, known: tuple[str, str], procedure: dict, teller: str) -> Callable[[], None]:
        return lambda: self._make(
            known,
            title=procedure["title"],
            purpose=procedure["purpose"],
            teller=teller,
            frequency=procedure["frequency"],
            starts_on=today(),
            audience=[{"audience_type": "User Group", "audience": STAFF_GROUP}],
            procedure=said.HOW_IT_IS_DONE,
            by_mail=0,
        )

    def _send(self, procedure: tuple[str, str], sent: tuple[str, str], purpose: str) -> Callable[[], None]:
        def send() -> None:
            self.names[sent] = self._doc(procedure).start_communication()
            communication = self._doc(sent)
            communication.content = said.MESSAGES[purpose]
            communication.save()
            communication.send()
            deliver_in_transaction(communication.name)

        return send

    def _readings(self, sent: tuple[str, str], days: int) -> Iterable[Event]:
        """Most people read it within some days, or before today."""
        chance = self.moments.chance
        for person in STAFF:
            if chance.random() < 0.93:
                moment = self.moments.ago(max(days - chance.randint(0, 9), 1), 9 + chance.randint(0, 8))
                yield Event(moment, person.user, lambda: self._doc(sent).note_read())

    # -- risks ---------------------------------------------------------------------------------------------------

    def _risks(self) -> list[Event]:
        return [event for risk in said.RISKS for event in self._risk(("ITSM Risk", risk["title"]), risk)]

    def _risk(self, known: tuple[str, str], risk: dict) -> list[Event]:
        ago = self.moments.ago
        days, likelihood, impact = risk["first"]
        events = [
            Event(ago(days, 10), MANAGER.user, self._note_risk(known, risk)),
            Event(ago(days, 11), MANAGER.user, self._assess(known, "Before Treatment", likelihood, impact)),
            Event(ago(days, 12), MANAGER.user, self._plan_treatment(known, risk)),
        ]
        if "residual" in risk:
            days, likelihood, impact = risk["residual"]
            events += [
                Event(ago(days, 10), MANAGER.user, self._finish_actions(known, risk)),
                Event(ago(days, 11), MANAGER.user, self._assess(known, "After Treatment", likelihood, impact)),
                Event(ago(days, 12), MANAGER.user, lambda: apply_workflow(self._doc(known), "Finish Treatment")),
            ]
        if "accepted" in risk:
            days, reason = risk["accepted"]
            events.append(Event(ago(days, 15), TOP.user, lambda: self._doc(known).accept(reason)))
        for days in risk.get("reviews", ()):
            _first, likelihood, impact = risk["residual"]
            events.append(Event(ago(days, 10), TOP.user, self._assess(known, "After Treatment", likelihood, impact)))
        return events

    def _note_risk(self, known: tuple[str, str], risk: dict) -> Callable[[], None]:
        return lambda: self._make(
            known,
            title=risk["title"],
            kind="Services" if risk["service"] else "Service Management System",
            service=risk["service"],
            description=risk["description"],
            risk_owner=risk["owner"],
        )

    def _assess(self, known: tuple[str, str], phase: str, likelihood: int, impact: int) -> Callable[[], None]:
        return lambda: self._doc(known).assess(phase, likelihood, impact, "")

    def _plan_treatment(self, known: tuple[str, str], risk: dict) -> Callable[[], None]:
        def plan() -> None:
            doc = self._doc(known)
            doc.treatment, doc.treatment_plan = risk["treatment"]
            for action, due, _done in risk.get("actions", ()):
                due_on = self.moments.ago(due, 0).date().isoformat()
                doc.append("actions", {"action": action, "responsible": risk["owner"], "due_on": due_on})
            doc.save()

        return plan

    def _finish_actions(self, known: tuple[str, str], risk: dict) -> Callable[[], None]:
        def finish() -> None:
            doc = self._doc(known)
            for row, (_action, _due, done) in zip(doc.actions, risk.get("actions", ()), strict=True):
                row.done_on = self.moments.ago(done, 0).date().isoformat()
            doc.save()

        return finish

    # -- assets, reports -----------------------------------------------------------------------------------------

    def _assets(self) -> list[Event]:
        events = []
        for title, kind, basis, reference, allowed, in_use, expires_in, checked_ago in said.ASSETS:
            known = ("ITSM Service Asset", title)
            expires_on = self.moments.ago(-expires_in, 0).date().isoformat() if expires_in else None
            values = {
                "title": title,
                "kind": kind,
                "basis": basis,
                "basis_reference": reference,
                "is_counted": int(bool(allowed)),
                "entitled": allowed,
                "in_use": in_use,
                "expires_on": expires_on,
                "custodian": MANAGER.user,
            }
            events += [
                Event(self.moments.ago(checked_ago, 9), MANAGER.user, lambda k=known, v=values: self._make(k, **v)),
                Event(
                    self.moments.ago(checked_ago, 10),
                    MANAGER.user,
                    lambda k=known, used=in_use: self._doc(k).check(used, ""),
                ),
            ]
        return events

    def _reports(self) -> list[Event]:
        """Each of the last three quarters; the newest report awaits its answer."""
        this_quarter = get_first_day(self.moments.now.date().replace(month=(self.moments.now.month - 1) // 3 * 3 + 1))
        events = []
        for back in (3, 2, 1):
            start, end = add_months(this_quarter, -3 * back), add_months(this_quarter, -3 * (back - 1)) - timedelta(1)
            known = ("ITSM Management Report", str(start))
            written = self.moments.on(getdate(end) + timedelta(days=6), 10)
            values = {"period_start": str(start), "period_end": str(end)}
            events.append(Event(written, MANAGER.user, lambda k=known, v=values: self._make(k, **v)))
            events.append(Event(written + timedelta(hours=3), MANAGER.user, self._sign(known)))
            if back > 1:
                events.append(Event(written + timedelta(days=2), TOP.user, self._answer(known)))
        return events

    def _sign(self, known: tuple[str, str]) -> Callable[[], None]:
        def sign() -> None:
            report = self._doc(known)
            report.summary, report.proposals = said.SUMMARY, said.PROPOSALS
            report.save()
            report.sign()
            deliver_in_transaction(report.communication)

        return sign

    def _answer(self, known: tuple[str, str]) -> Callable[[], None]:
        return lambda: self._doc(known).answer_report(said.ANSWER)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _make(self, known: tuple[str, str], **values) -> None:
        doctype, _key = known
        self.names[known] = frappe.get_doc({"doctype": doctype, "system": texts.SYSTEM, **values}).insert().name

    def _doc(self, known: tuple[str, str]) -> Document:
        doctype, _key = known
        return frappe.get_doc(doctype, self.names[known])

    def _process(self, clause: str) -> str:
        return frappe.db.get_value("ITSM Process", {"system": texts.SYSTEM, "clause": clause})
