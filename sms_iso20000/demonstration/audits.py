"""What was audited, what was found, and what was done about it: 4.5.4 and 4.5.5.1 of the three years."""

from collections.abc import Callable, Iterable
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, add_months, get_first_day, get_last_day, getdate, today

from sms_iso20000.api.audit_programme import create_audit
from sms_iso20000.demonstration import audits_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.audits_texts import Audited, Found
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.people import AUDITOR, MANAGER, SECOND_TOP
from sms_iso20000.governance.delivery import deliver_in_transaction
from sms_iso20000.governance.nonconformities import report_nonconformity

AUDIT, CASE, ACTION = "ITSM Audit", "ITSM Nonconformity", "ITSM Action"
FIRST, SECOND, THIRD = "first audit", "second audit", "third audit"


class AuditHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.names: dict[str, str] = {}

    def events(self) -> list[Event]:
        return [
            *self._first_audit(said.FIRST_AUDIT),
            *self._programme(),
            *self._second_audit(),
            *(event for found in said.FOUND for event in self._case(found)),
        ]

    # -- audits --------------------------------------------------------------------------------------------------

    def _first_audit(self, audited: Audited) -> list[Event]:
        ago, days, lead = self.moments.ago, audited.began, AUDITOR.user
        return [
            Event(ago(days + 20, 9), MANAGER.user, lambda: self._plan_audit(audited)),
            *self._fieldwork(FIRST, days, audited.findings, audited.conclusion),
            *self._settle(f"{FIRST} 0", days - 10),
            Event(ago(days - 80, 15), lead, self._step(FIRST, "Close Audit")),
        ]

    def _programme(self) -> list[Event]:
        ago = self.moments.ago
        return [
            Event(ago(89, 9), MANAGER.user, self._write_programme),
            Event(ago(88, 15), SECOND_TOP.user, lambda: apply_workflow(self._programme_doc(), "Approve")),
            Event(ago(87, 9), MANAGER.user, lambda: apply_workflow(self._programme_doc(), "Start Programme")),
        ]

    def _second_audit(self) -> list[Event]:
        """Takes what was due until now; the third takes the next month."""
        ago, found = self.moments.ago, said.SECOND_AUDIT_FINDINGS
        return [
            Event(ago(34, 9), MANAGER.user, lambda: self._audit_slots(SECOND, self._months(0))),
            *self._fieldwork(SECOND, 32, found, said.SECOND_AUDIT_CONCLUSION),
            *self._judge(f"{SECOND} 0", 20, MANAGER.user),
            Event(ago(3, 9), MANAGER.user, lambda: self._audit_slots(THIRD, self._months(1))),
        ]

    def _fieldwork(self, key: str, days: int, findings: dict, conclusion: str) -> Iterable[Event]:
        ago, lead = self.moments.ago, AUDITOR.user
        yield Event(ago(days + 1, 9), lead, self._step(key, "Prepare Audit"))
        yield Event(ago(days, 8), lead, lambda: self._audit(key).generate_checklist())
        yield Event(ago(days, 9), lead, self._step(key, "Start Fieldwork"))
        yield Event(ago(days - 1, 15), lead, lambda: self._answer(key, findings))
        yield Event(ago(days - 2, 10), lead, self._step(key, "Finish Fieldwork"))
        yield Event(ago(days - 4, 11), lead, lambda: self._report(key, conclusion))

    # -- nonconformities -----------------------------------------------------------------------------------------

    def _case(self, found: Found) -> list[Event]:
        ago, key = self.moments.ago, found.key
        events = [Event(ago(found.reported, 10), found.reporter, lambda: self._note(found))]
        if found.rejected:
            days = found.reported - 3
            return [*events, Event(ago(days, 9), AUDITOR.user, lambda: self._reject(key, found.rejected))]
        if not found.judged:
            return events
        events += self._judge(key, found.reported - 2, found.judged)
        if found.cause:
            days = found.reported - 6
            events.append(Event(ago(days, 14), found.judged, lambda: self._record_cause(key, *found.cause)))
            events.append(Event(ago(days, 15), found.judged, lambda: self._start_action(key, *found.action)))
        if found.done:
            events += self._finish(key, found.action[1], found.judged, found.done)
        if found.verified:
            events.append(Event(ago(found.verified, 11), AUDITOR.user, lambda: self._close(key)))
        return events

    def _settle(self, key: str, days: int) -> Iterable[Event]:
        """The whole life of what an audit found, by who owns incidents."""
        ago, manager = self.moments.ago, MANAGER.user
        yield from self._judge(key, days, said.INCIDENT)
        yield Event(ago(days - 4, 14), said.INCIDENT, lambda: self._record_cause(key, "Method", said.WHYS[1]))
        action = ("Take paper away when a revision is issued 发布新版时收回纸质件", said.PROBLEM, days - 20)
        yield Event(ago(days - 4, 15), said.INCIDENT, lambda: self._start_action(key, *action))
        yield from self._finish(key, said.PROBLEM, said.INCIDENT, days - 22)
        yield Event(ago(days - 60, 11), manager, lambda: self._close(key))

    def _judge(self, key: str, days: int, area_manager: str) -> list[Event]:
        values = {"area_manager": area_manager, "priority": "Medium", "against": "Standard"}
        return [Event(self.moments.ago(days, 9), AUDITOR.user, lambda: self._go(key, "Analysis", **values))]

    def _finish(self, key: str, who: str, area_manager: str, days: int) -> list[Event]:
        ago = self.moments.ago
        return [
            Event(ago(days, 9), who, lambda: self._action(key).complete(said.DONE)),
            Event(ago(days - 5, 9), MANAGER.user, lambda: self._action(key).check(1, said.CHECKED)),
            Event(ago(days - 6, 9), area_manager, lambda: self._submit(key)),
        ]

    # -- what was done -------------------------------------------------------------------------------------------

    def _plan_audit(self, audited: Audited) -> None:
        process = frappe.db.get_value("ITSM Process", {"system": texts.SYSTEM, "clause": audited.clause})
        day = self.moments.ago(audited.began, 0).date()
        self.names[FIRST] = (
            frappe.get_doc(
                {
                    "doctype": AUDIT,
                    "system": texts.SYSTEM,
                    "title": audited.title,
                    "kind": "Internal",
                    "lead_auditor": AUDITOR.user,
                    "objectives": audited.objectives,
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

    def _audit_slots(self, key: str, months: tuple[date, date]) -> None:
        first, last = months
        slots = frappe.get_all(
            "ITSM Audit Slot",
            filters={
                "programme": self.names["programme"],
                "planned_on": ["between", [first, last]],
                "status": "Planned",
            },
            pluck="name",
            order_by="planned_on asc, name asc",
        )
        self.names[key] = create_audit(slots)
        audit = self._audit(key)
        audit.update({"lead_auditor": AUDITOR.user, "objectives": said.SECOND_AUDIT_OBJECTIVES})
        if key == SECOND:
            day = getdate(add_days(today(), 2))
            audit.update({"starts_on": day, "ends_on": add_days(day, 3)})
        audit.save()

    def _answer(self, key: str, findings: dict) -> None:
        audit = self._audit(key)
        for row in audit.checklist:
            row.update({"result": "Conforming", "note": said.SEEN})
            if row.clause in findings:
                result, note, evidence = findings[row.clause]
                row.update({"result": result, "note": note, "evidence_note": evidence})
        audit.save()

    def _report(self, key: str, conclusion: str) -> None:
        audit = self._audit(key)
        for index, name in enumerate(audit.raise_nonconformities()):
            self.names[f"{key} {index}"] = name
        audit = self._audit(key)
        audience = [{"audience_type": "User", "audience": user} for user in said.TOLD]
        audit.update({"conclusion": conclusion, "audience": audience})
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
            "Employee",
            requirements=[found.requirement],
            related_process=process,
        )
        self.names[found.key] = case.name

    def _reject(self, key: str, reason: str) -> None:
        self._doc(key).give_reason("Rejected", reason)
        self._go(key, "Rejected")

    def _record_cause(self, key: str, category: str, root_cause: str) -> None:
        whys = [{"answer": why} for why in said.WHYS]
        case = self._doc(key)
        case.update({"whys": whys, "cause_category": category, "root_cause": root_cause})
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

    def _submit(self, key: str) -> None:
        case = self._doc(key)
        case.update({"correction": said.CORRECTED, "corrected_on": today()})
        case.save()
        self._go(key, "Verification")

    def _close(self, key: str) -> None:
        self._doc(key).give_reason("Closed", said.VERIFIED)
        self._go(key, "Closed")

    # -- parts ---------------------------------------------------------------------------------------------------

    def _months(self, ahead: int) -> tuple[date, date]:
        """From the beginning of the cycle to the end of this month, or the month so many ahead alone."""
        this = get_first_day(self.moments.now.date())
        first = get_first_day(add_months(this, ahead)) if ahead else get_first_day(add_months(this, -4))
        return getdate(first), getdate(get_last_day(add_months(this, ahead)))

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
