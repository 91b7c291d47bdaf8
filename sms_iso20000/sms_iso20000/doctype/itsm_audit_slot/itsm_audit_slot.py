import frappe
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.evidence.guarded import GuardedRecord
from sms_iso20000.governance.audit_programmes import cycle_of
from sms_iso20000.governance.audit_why import sentences_of
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.audit import BEFORE_FIELDWORK
from sms_iso20000.rules.audit_programme import SlotStatus, State, unmet_drop, unmet_move, unmet_release
from sms_iso20000.rules.schedule import month_of


class ITSMAuditSlot(GuardedRecord):
    """Something that an audit programme plans to audit in a month, and why then (4.5.4.2)."""

    def onload(self):
        """What the form shows beside the fields: the reasons in the reader's language."""
        self.set_onload("why", sentences_of(self.why, bool(self.moved_from)))

    @frappe.whitelist(methods=["POST"])
    def move(self, to: str, reason: str) -> None:
        """A person plans it for the month of `to` instead; from now on generating slots leaves it where it is."""
        programme = self.begin()
        day = getdate(to) if to else None
        if unmet := unmet_move(
            self.status, getdate(self.planned_on), day, cycle_of(programme), getdate(today()), reason
        ):
            refuse(*unmet)
        first, last = month_of(day)
        self.write(
            planned_on=first,
            planned_until=last,
            moved_from=self.moved_from or self.planned_on,
            move_reason=reason.strip(),
            moved_by=frappe.session.user,
            moved_on=now_datetime(),
        )
        self.note(programme, "Moved", reason)

    @frappe.whitelist(methods=["POST"])
    def release(self, reason: str) -> None:
        """Take it out of an audit that has not begun: it is planned again, and may be moved or given to another."""
        programme = self.begin()
        state = frappe.db.get_value("ITSM Audit", self.audit, "workflow_state") if self.audit else None
        if unmet := unmet_release(self.status, bool(state) and state not in BEFORE_FIELDWORK, reason):
            refuse(*unmet)
        self.write(status=SlotStatus.PLANNED.value, audit=None)
        self.note(programme, "Replanned", reason)

    @frappe.whitelist(methods=["POST"])
    def drop(self, reason: str) -> None:
        """An ITSM Manager takes it out of the programme; the coverage shows the hole."""
        programme = self.begin()
        if unmet := unmet_drop(self.status, "ITSM Manager" in frappe.get_roles(), reason):
            refuse(*unmet)
        self.write(
            status=SlotStatus.DROPPED.value,
            drop_reason=reason.strip(),
            dropped_by=frappe.session.user,
            dropped_on=now_datetime(),
        )
        self.note(programme, "Dropped", reason)

    def begin(self):
        """The programme of the slot as it is stored; raises Refused where it has ended."""
        self.reload()
        self.check_permission("write")
        programme = frappe.get_doc("ITSM Audit Programme", self.programme)
        programme.refuse_unless_in(State.DRAFT, State.APPROVED, State.RUNNING)
        return programme

    def note(self, programme, decision: str, reason: str) -> None:
        record_decision(self.system, self, decision, reason)
        programme.note_contributor()
