import frappe
from frappe import _
from frappe.utils import cint, getdate, now_datetime, today

from sms_iso20000.governance.report_facts import draft_facts
from sms_iso20000.governance.reports import (
    period_of,
    periods_of_others,
    tell_top_management,
    unmet_answer,
    unmet_signature,
)
from sms_iso20000.life.kept_record import plain
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.report_period import unmet_period
from sms_iso20000.rules.unmet import Unmet


class ITSMManagementReport(StagedRecord):
    """What the management representative reports to top management on a period (4.1.4 e).

    The facts are drafted from live records; the person adds summary, comments and proposals, and signs.
    """

    content_fields = ("title", "period_start", "period_end", "summary", "proposals", "sections")
    life_fields = (
        "title",
        "drafted_on",
        "signed_by",
        "signed_on",
        "answer",
        "answered_by",
        "answered_on",
        "communication",
        "content_hash",
    )

    def validate(self):
        super().validate()
        if self.flags.by_own_function:
            return
        self.refuse_hand_written_facts()
        if self.has_another_period():
            self.draft()

    def unmet_content(self) -> list[Unmet]:
        if not (self.period_start and self.period_end and self.has_another_period()):
            return []
        return unmet_period(period_of(self), periods_of_others(self), getdate(today()))

    def refuse_hand_written_facts(self):
        before = self.get_doc_before_save()
        if _facts(self) != (_facts(before) if before else []):
            refuse(Unmet("changed_by_hand", {"field": _("Facts")}))

    def has_another_period(self) -> bool:
        before = self.get_doc_before_save()
        return before is None or period_of(before) != period_of(self)

    def draft(self):
        """Facts as of now, beside the comments there are."""
        period = period_of(self)
        comments = {row.kind: row.comment for row in self.sections}
        self.set("sections", [])
        for section in draft_facts(self.system, period):
            row = {"kind": section.kind, "has_data": int(section.has_data), "facts": section.facts}
            self.append("sections", {**row, "comment": comments.get(section.kind)})
        self.title = _("Report {0} to {1}").format(f"{period.start:%Y-%m}", f"{period.end:%Y-%m}")
        self.drafted_on = now_datetime()

    def onload(self):
        """What stands between the signed-in user and the next step."""
        user, unmet = frappe.session.user, []
        if self.status == "Draft":
            unmet = unmet_signature(self, user)
        elif self.status == "Signed":
            unmet = [reason for reason in unmet_answer(self, user, "") if reason.code != "answer_missing"]
        self.set_onload("before_next_step", [sentence(reason) for reason in unmet])

    # -- life ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def redraft(self) -> None:
        """Compute the facts anew; summary, proposals and comments stay."""
        self.as_stored("write")
        self.refuse_unless_in("Draft")
        self.draft()
        self.write()

    @frappe.whitelist(methods=["POST"])
    def sign(self) -> None:
        """The representative in office signs, and top management is told. The office need not come with a role."""
        self.as_stored("read")
        self.refuse_unless_in("Draft")
        if unmet := unmet_signature(self, frappe.session.user):
            refuse(*unmet)
        self.write(
            status="Signed",
            signed_by=frappe.session.user,
            signed_on=now_datetime(),
            content_hash=self.computed_hash(),
        )
        self.decide("Signed")
        self.write(communication=tell_top_management(self).name)

    @frappe.whitelist(methods=["POST"])
    def answer_report(self, text: str) -> None:
        """Top management answers or decides, once."""
        self.as_stored("write")
        self.refuse_unless_in("Signed")
        if unmet := unmet_answer(self, frappe.session.user, text):
            refuse(*unmet)
        self.write(
            status="Answered",
            answer=text.strip(),
            answered_by=frappe.session.user,
            answered_on=now_datetime(),
        )
        self.decide("Answered", text)


def _facts(report: ITSMManagementReport) -> list[tuple]:
    return [(row.kind, cint(row.has_data), plain(row.facts)) for row in report.sections]
