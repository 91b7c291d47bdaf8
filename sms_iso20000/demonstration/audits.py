"""What was audited, what was found, and what was done about it: 4.5.4 and 4.5.5.1 of the three years."""

from collections.abc import Callable, Iterable
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, add_months, get_first_day, get_last_day, getdate, today

from sms_iso20000.api.audit_programme import create_audit
from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.demonstration import audits_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.audits_texts import AUDIT_FINDING, Audited, Certified, Found, Settled
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.people import AUDITOR, MANAGER, SECOND_TOP
from sms_iso20000.demonstration.service_desk import INCIDENT
from sms_iso20000.governance.delivery import deliver_in_transaction
from sms_iso20000.governance.nonconformities import report_nonconformity
from sms_iso20000.governance.preventive import draft_preventive_actions

AUDIT, CASE, ACTION = "ITSM Audit", "ITSM Nonconformity", "ITSM Action"
FIRST, SECOND, THIRD, EXTERNAL = "first audit", "second audit", "third audit", "external audit"
NIGHTLY = "Administrator"
Pairs = Iterable[tuple[str, str]]


class AuditHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.names: dict[str, str] = {}

    def events(self) -> list[Event]:
        return [
            *self._first_audit(said.FIRST_AUDIT),
            *(event for held in said.CERTIFICATION for event in self._certification(held)),
            Event(self.moments.ago(605, 10), MANAGER.user, self._enter_certificate),
            *self._external_audit(),
            *self._programme(),
            *self._second_audit(said.SECOND_AUDIT),
            *(event for found in said.FOUND for event in self._case(found)),
            *self._prevention(),
            *self._today(),
        ]

    # -- audits --------------------------------------------------------------------------------------------------

    def _first_audit(self, audited: Audited) -> list[Event]:
        ago, days, lead = self.moments.ago, audited.began, AUDITOR.user
        return [
            Event(ago(days + 20, 9), MANAGER.user, lambda: self._plan_audit(audited)),
            *self._fieldwork(FIRST, audited),
            *self._settle(f"{FIRST} 0", days - 10, audited.settled),
            Event(ago(days - 80, 15), lead, self._step(FIRST, "Close Audit")),
        ]

    def _certification(self, held: Certified) -> list[Event]:
        """The two stages in which the certification body came to its verdict."""
        ago, manager, began = self.moments.ago, MANAGER.user, held.began
        steps = ((began + 6, "Prepare Audit"), (began, "Start Fieldwork"), (began - 3, "Finish Fieldwork"))
        return [
            Event(ago(began + 9, 9), manager, lambda: self._enter(held.kind, held.kind, held.values, began)),
            *(Event(ago(days, 9), manager, self._step(held.kind, action)) for days, action in steps),
            Event(ago(began - 5, 11), manager, lambda: self._report_of_body(held.kind, held.conclusion)),
            Event(ago(600, 15), manager, self._step(held.kind, "Close Audit")),
        ]

    def _external_audit(self) -> list[Event]:
        """The certification body looked in after a year; what it found is one of the cases."""
        ago, manager = self.moments.ago, MANAGER.user
        steps = ((250, "Prepare Audit"), (243, "Start Fieldwork"), (240, "Finish Fieldwork"))
        return [
            Event(ago(262, 9), manager, lambda: self._enter(EXTERNAL, "Surveillance", said.EXTERNAL_AUDIT, 243)),
            *(Event(ago(days, 9), manager, self._step(EXTERNAL, action)) for days, action in steps),
            Event(ago(235, 11), manager, self._report_external_audit),
            Event(ago(212, 9), manager, self._answer_certification_body),
            Event(ago(158, 15), manager, self._step(EXTERNAL, "Close Audit")),
        ]

    def _programme(self) -> list[Event]:
        ago = self.moments.ago
        return [
            Event(ago(89, 9), MANAGER.user, self._write_programme),
            Event(ago(88, 15), SECOND_TOP.user, lambda: apply_workflow(self._programme_doc(), "Approve")),
            Event(ago(87, 9), MANAGER.user, lambda: apply_workflow(self._programme_doc(), "Start Programme")),
        ]

    def _second_audit(self, audited: Audited) -> list[Event]:
        """Takes what the programme plans until now."""
        ago, days, lead = self.moments.ago, audited.began, AUDITOR.user
        return [
            Event(ago(days + 2, 9), MANAGER.user, lambda: self._audit_slots(SECOND, self._months(-4, 0), audited)),
            *self._fieldwork(SECOND, audited),
            Event(ago(days, 13), lead, self._draw_sample),
            Event(ago(days - 1, 10), lead, self._examine_sample),
            *self._settle(f"{SECOND} 0", days - 5, audited.settled),
            Event(ago(days - 56, 15), lead, self._step(SECOND, "Close Audit")),
        ]

    def _fieldwork(self, key: str, audited: Audited) -> Iterable[Event]:
        ago, days, lead = self.moments.ago, audited.began, AUDITOR.user
        yield Event(ago(days + 1, 9), lead, self._step(key, "Prepare Audit"))
        yield Event(ago(days, 8), lead, lambda: self._audit(key).generate_checklist())
        yield Event(ago(days, 9), lead, self._step(key, "Start Fieldwork"))
        yield Event(ago(days - 1, 15), lead, lambda: self._answer(key, audited.findings))
        yield Event(ago(days - 2, 10), lead, self._step(key, "Finish Fieldwork"))
        yield Event(ago(days - 4, 11), lead, lambda: self._report(key, audited.conclusion))

    def _today(self) -> list[Event]:
        """What weighs on the programme is known after the last evaluation; all of it happens just now."""
        now, manager = self.moments.now, MANAGER.user
        # The one internal auditor has a part in what comes next; who leads the third audit is still open.
        return [
            Event(now, NIGHTLY, lambda: draft_preventive_actions(texts.SYSTEM)),
            Event(now, NIGHTLY, lambda: run_conformity(texts.SYSTEM)),
            Event(now, manager, lambda: self._programme_doc().generate_slots()),
            Event(now, manager, lambda: self._audit_slots(THIRD, self._next_month_with_slots())),
        ]

    # -- preventive actions --------------------------------------------------------------------------------------

    def _prevention(self) -> list[Event]:
        """Signs of trouble as of three weeks ago; one of the actions is done and checked, the others have time."""
        ago = self.moments.ago
        return [
            Event(ago(21, 3), NIGHTLY, lambda: draft_preventive_actions(texts.SYSTEM)),
            Event(ago(10, 14), MANAGER.user, lambda: self._preventive().complete(said.RENEWED)),
            Event(ago(8, 10), AUDITOR.user, lambda: self._preventive().check(1, said.RENEWAL_SEEN)),
        ]

    def _preventive(self) -> Document:
        return frappe.get_doc(ACTION, {"system": texts.SYSTEM, "signal": "Expiry", "responsible": MANAGER.user})

    # -- nonconformities -----------------------------------------------------------------------------------------

    def _case(self, found: Found) -> list[Event]:
        ago, key = self.moments.ago, found.key
        events = [Event(ago(found.reported, 10), found.reporter, lambda: self._note(found))]
        if found.rejected:
            days = found.reported - 3
            return [*events, Event(ago(days, 9), AUDITOR.user, lambda: self._reject(key, found.rejected))]
        if not found.judged:
            return events
        events += self._judge(key, found.reported - 2, found.judged, found.against)
        if found.grade != "Concern":
            events.append(Event(ago(found.reported - 4, 11), found.judged, lambda: self._correct(key)))
        if found.cause:
            days = found.reported - 6
            events.append(
                Event(ago(days, 14), found.judged, lambda: self._record_cause(key, *found.cause, found.causes))
            )
        if found.action:
            begun = Event(ago(days, 15), found.judged, lambda: self._start_action(key, *found.action))
            events.append(begun)
        if found.done:
            events += self._finish(key, found.action[1], found.judged, found.done)
        if found.verified:
            events.append(Event(ago(found.verified, 11), AUDITOR.user, lambda: self._close(key)))
        return events

    def _settle(self, key: str, days: int, settled: Settled) -> Iterable[Event]:
        """The whole life of what an audit found."""
        ago, manager, area = self.moments.ago, MANAGER.user, settled.area_manager
        yield from self._judge(key, days, area)
        yield Event(ago(days - 2, 11), area, lambda: self._correct(key))
        yield Event(ago(days - 4, 14), area, lambda: self._record_cause(key, "Method", settled.root_cause))
        action = (settled.action, settled.responsible, days - 20)
        yield Event(ago(days - 4, 15), area, lambda: self._start_action(key, *action))
        yield from self._finish(key, settled.responsible, area, days - 12)
        yield Event(ago(days - 48, 11), manager, lambda: self._close(key))

    def _judge(self, key: str, days: int, area_manager: str, against: str = "Standard") -> list[Event]:
        values = {"area_manager": area_manager, "priority": "Medium", "against": against}
        return [Event(self.moments.ago(days, 9), AUDITOR.user, lambda: self._go(key, "Analysis", **values))]

    def _finish(self, key: str, who: str, area_manager: str, days: int) -> list[Event]:
        ago = self.moments.ago
        return [
            Event(ago(days, 9), who, lambda: self._action(key).complete(said.DONE)),
            Event(ago(days - 5, 9), MANAGER.user, lambda: self._action(key).check(1, said.CHECKED)),
            Event(ago(days - 6, 9), area_manager, lambda: self._go(key, "Verification")),
        ]

    # -- what was done -------------------------------------------------------------------------------------------

    def _plan_audit(self, audited: Audited) -> None:
        process = frappe.db.get_value("ITSM Process", {"system": texts.SYSTEM, "clause": said.FIRST_CLAUSE})
        day = self.moments.ago(audited.began, 0).date()
        self.names[FIRST] = (
            frappe.get_doc(
                {
                    "doctype": AUDIT,
                    "system": texts.SYSTEM,
                    "title": audited.title,
                    "kind": "Internal",
                    "lead_auditor": AUDITOR.user,
                    "objectives": said.FIRST_OBJECTIVES,
                    "criteria": said.PROGRAMME["criteria"],
                    "scope_text": audited.title,
                    "starts_on": day,
                    "ends_on": add_days(day, 2),
                    "subjects": [{"subject_type": "ITSM Process", "subject": process}],
                    "requirements": [{"requirement": name} for name in audited.requirements],
                }
            )
            .insert()
            .name
        )

    def _enter(self, key: str, kind: str, values: dict, began: int) -> None:
        """An audit by the certification body, as it is announced."""
        day = self.moments.ago(began, 0).date()
        days = {"starts_on": day, "ends_on": add_days(day, 2), "certification_body": texts.CERTIFICATION_BODY}
        audit = frappe.get_doc({"doctype": AUDIT, "system": texts.SYSTEM, "kind": kind, **values, **days})
        self.names[key] = audit.insert().name

    def _report_of_body(self, key: str, conclusion: str, **values) -> None:
        audit = self._audit(key)
        audit.update({"conclusion": conclusion, "audience": _told(), **values})
        audit.save()
        apply_workflow(audit, "Issue Report")
        deliver_in_transaction(self._audit(key).communication)

    def _report_external_audit(self) -> None:
        due_on = self.moments.ago(205, 0).date()
        self._report_of_body(EXTERNAL, said.EXTERNAL_CONCLUSION, response_due_on=due_on, **self._certificate())

    def _enter_certificate(self) -> None:
        """It came by post, some days after the report of the second stage."""
        audit = self._audit(said.CERTIFICATION[-1].kind)
        audit.update(self._certificate())
        audit.save()

    def _certificate(self) -> dict:
        today = self.moments.now.date()
        days = {"certified_on": add_months(today, -20), "valid_until": add_months(today, 16)}
        return {"certificate": texts.CERTIFICATE, **days}

    def _answer_certification_body(self) -> None:
        audit = self._audit(EXTERNAL)
        audit.update({"responded_on": today(), "response_note": said.RESPONSE})
        audit.save()

    def _draw_sample(self) -> None:
        sample = frappe.get_doc(
            {
                "doctype": "ITSM Sample",
                "system": texts.SYSTEM,
                "title": said.SAMPLE,
                "audit": self.names[SECOND],
                "population_doctype": INCIDENT,
                "as_of": today(),
                "method": "Stratified",
                "stratum_field": "service",
                "size": said.SAMPLE_SIZE,
            }
        ).insert()
        sample.draw()
        self.names["sample"] = sample.name

    def _examine_sample(self) -> None:
        for position in range(1, said.SAMPLE_SIZE + 1):
            found = said.DEVIATIONS.get(position, ("In Order", ""))
            frappe.get_doc("ITSM Sample", self.names["sample"]).examine(position, *found)

    def _write_programme(self) -> None:
        start = get_first_day(today())
        programme = frappe.get_doc(
            {
                "doctype": "ITSM Audit Programme",
                "system": texts.SYSTEM,
                "programme_owner": MANAGER.user,
                "cycle_start": start,
                "cycle_end": get_last_day(add_months(start, 35)),
                **said.PROGRAMME,
            }
        ).insert()
        programme.generate_slots()
        self.names["programme"] = programme.name

    def _audit_slots(self, key: str, months: tuple[date, date], audited: Audited | None = None) -> None:
        """Plan an audit of what the programme plans between two days."""
        self.names[key] = create_audit([slot.name for slot in self._planned_slots(months)])
        audit = self._audit(key)
        audit.objectives = said.OBJECTIVES
        if audited:
            day = self.moments.ago(audited.began, 0).date()
            audit.update({"title": audited.title, "starts_on": day, "ends_on": add_days(day, 3)})
            audit.lead_auditor = AUDITOR.user
            named = {row.requirement for row in audit.requirements}
            for requirement in audited.requirements:
                if requirement not in named:
                    audit.append("requirements", {"requirement": requirement})
        audit.save()

    def _answer(self, key: str, findings: dict) -> None:
        audit, left = self._audit(key), dict(findings)
        for row in audit.checklist:
            row.update({"result": "Conforming", "note": said.SEEN})
            if row.clause in left:
                result, note, evidence = left.pop(row.clause)
                row.update({"result": result, "note": note, "evidence_note": evidence})
        audit.save()

    def _report(self, key: str, conclusion: str) -> None:
        audit = self._audit(key)
        for index, name in enumerate(audit.raise_nonconformities()):
            self.names[f"{key} {index}"] = name
        audit = self._audit(key)
        audit.update({"conclusion": conclusion, "audience": _told()})
        audit.save()
        apply_workflow(audit, "Issue Report")
        deliver_in_transaction(self._audit(key).communication)

    def _note(self, found: Found) -> None:
        process = frappe.db.get_value("ITSM Process", {"system": texts.SYSTEM, "clause": found.clause})
        case = report_nonconformity(
            texts.SYSTEM,
            found.title,
            found.statement,
            found.evidence,
            found.grade,
            found.source,
            reference=(AUDIT, self.names[EXTERNAL]) if found.source == AUDIT_FINDING else None,
            requirements=[found.requirement],
            related_process=process,
        )
        self.names[found.key] = case.name

    def _reject(self, key: str, reason: str) -> None:
        self._doc(key).give_reason("Rejected", reason)
        self._go(key, "Rejected")

    def _record_cause(self, key: str, category: str, root_cause: str, causes: Pairs = ()) -> None:
        whys = [{"answer": why} for why in said.WHYS]
        case = self._doc(key)
        contributed = [{"category": kind, "cause": text} for kind, text in causes]
        case.update({"whys": whys, "causes": contributed, "cause_category": category, "root_cause": root_cause})
        case.save()
        self._go(key, "Action Plan")

    def _start_action(self, key: str, title: str, responsible: str, due: int) -> None:
        self.names[f"{key} action"] = (
            frappe.get_doc(
                {
                    "doctype": ACTION,
                    "system": texts.SYSTEM,
                    "title": title,
                    "kind": "Corrective",
                    "reference_doctype": CASE,
                    "reference_name": self.names[key],
                    "responsible": responsible,
                    "starts_on": today(),
                    "due_on": self.moments.ago(due, 0).date(),
                }
            )
            .insert()
            .name
        )
        self._go(key, "In Action")

    def _correct(self, key: str) -> None:
        case = self._doc(key)
        case.update({"correction": said.CORRECTED, "corrected_on": today()})
        case.save()

    def _close(self, key: str) -> None:
        self._doc(key).give_reason("Closed", said.VERIFIED)
        self._go(key, "Closed")

    # -- parts ---------------------------------------------------------------------------------------------------

    def _months(self, first: int, last: int) -> tuple[date, date]:
        """The first and the last day of months counted from the present one."""
        this = get_first_day(self.moments.now.date())
        return getdate(add_months(this, first)), getdate(get_last_day(add_months(this, last)))

    def _next_month_with_slots(self) -> tuple[date, date]:
        first = self._planned_slots(self._months(1, 12))[0].planned_on
        return getdate(get_first_day(first)), getdate(get_last_day(first))

    def _planned_slots(self, months: tuple[date, date]) -> list:
        return frappe.get_all(
            "ITSM Audit Slot",
            filters={
                "programme": self.names["programme"],
                "planned_on": ["between", months],
                "status": "Planned",
            },
            fields=["name", "planned_on"],
            order_by="planned_on asc, name asc",
        )

    def _go(self, key: str, state: str, **values) -> None:
        case = self._doc(key)
        if values:
            case.update(values)
            case.save()
        case.workflow_state = state
        case.save()

    def _step(self, key: str, action: str) -> Callable[[], object]:
        return lambda: apply_workflow(self._audit(key), action)

    def _programme_doc(self) -> Document:
        return frappe.get_doc("ITSM Audit Programme", self.names["programme"])

    def _audit(self, key: str) -> Document:
        return frappe.get_doc(AUDIT, self.names[key])

    def _doc(self, key: str) -> Document:
        return frappe.get_doc(CASE, self.names[key])

    def _action(self, key: str) -> Document:
        return frappe.get_doc(ACTION, self.names[f"{key} action"])


def _told() -> list[dict]:
    return [{"audience_type": "User", "audience": user} for user in said.TOLD]
