from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_fullname, getdate, now_datetime, today

from sms_iso20000.governance.arrangement_results import fill_from_terms, filled_facts, judge, period_of
from sms_iso20000.governance.arrangement_reviews import (
    actor_for,
    note_review,
    open_improvements,
    periods_of_others,
    queue_up,
    unmet_approval,
    unmet_entries,
)
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.arrangement_review import Stage, unmet_approver, unmet_arrangement, unmet_for_done, unmet_period
from sms_iso20000.rules.scorecard import standing
from sms_iso20000.rules.unmet import Unmet


class ITSMArrangementReview(StagedRecord):
    """How another party performed and kept to the process in a period, and what is improved first (4.2 c, d).

    Terms and measured values are filled by the app; people add what they know, and who is accountable approves. From
    then on everything is sealed but the days on which improvements are done.
    """

    content_fields = (
        "arrangement",
        "title",
        "party_name",
        "period_start",
        "period_end",
        "attendees",
        "results",
        "score",
        "is_scored",
        "answers",
        "verdict",
        "conclusion",
        "improvements",
        "no_improvement_reason",
    )
    life_fields = ("approval_asked_of", "approval_asked_on", "approved_by", "approved_on", "content_hash")

    def before_insert(self):
        """What is reviewed says which system this belongs to, and only who may read the one may review it."""
        if self.arrangement:
            arrangement = self.arrangement_doc()
            arrangement.check_permission("read")
            self.system = arrangement.system

    def validate(self):
        super().validate()
        if self.flags.by_own_function or self.status != Stage.DRAFT or not self.is_begun:
            return
        self.refuse_hand_written_facts()
        if self.has_another_period:
            self.fill()
        self.entitle()
        self.drop_what_the_form_hides()
        judge(self)

    def onload(self):
        """What the form shows beside the fields: how the party stands, what approval still needs, and who approves."""
        owner = self.arrangement_doc().accountable_owner
        shown: dict[str, Any] = {
            "owner": owner,
            "owner_name": get_fullname(owner),
            "standing": standing(self.score if self.is_scored else None),
        }
        if self.status == Stage.DRAFT:
            shown["missing"] = [sentence(reason) for reason in self.unmet_for_approval()]
            shown["earlier"] = open_improvements(self.arrangement, getdate(self.period_end))
        self.set_onload("review", shown)

    # -- content -------------------------------------------------------------------------------------------------

    @property
    def is_begun(self) -> bool:
        """Whether it says what is reviewed and when; otherwise the host refuses it."""
        return bool(self.arrangement and period_of(self))

    @property
    def has_another_period(self) -> bool:
        before = self.get_doc_before_save()
        return before is None or period_of(before) != period_of(self)

    def unmet_content(self) -> list[Unmet]:
        if not self.is_begun:
            return []
        unmet = unmet_arrangement(self.arrangement_doc().workflow_state) if self.is_new() else []
        if self.has_another_period:
            unmet += unmet_period(period_of(self), periods_of_others(self))
        if self.status == Stage.DRAFT:
            unmet += unmet_entries(self)
        return [*unmet, *self.unmet_people()]

    def people_named(self) -> set[str]:
        return {row.responsible for row in self.improvements} - {None, ""}

    def refuse_hand_written_facts(self):
        before = self.get_doc_before_save()
        written = filled_facts(self.results, self.answers)
        if written != (filled_facts(before.results, before.answers) if before else []):
            refuse(Unmet("changed_by_hand", {"field": _("Results")}))

    def fill(self):
        """Terms and values as they are now, beside what people have entered."""
        fill_from_terms(self, self.arrangement_doc())

    def entitle(self):
        """It is called what it is of, whatever a request says."""
        arrangement, period = self.arrangement_doc(), period_of(self)
        self.party_name = arrangement.party_name
        self.title = _("{0}: {1} to {2}").format(arrangement.title, period.start, period.end)

    def drop_what_the_form_hides(self):
        """Where improvements are decided there is no reason why none is; it must not be sealed with them."""
        if self.improvements:
            self.no_improvement_reason = ""

    def sealed_content(self) -> dict[str, Any]:
        """Improvements as they were decided; when each is done is known later."""
        decided = as_kept(self, "improvements", without=("done_on",))
        return {**super().sealed_content(), "improvements": decided}

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def fill_results(self) -> None:
        """Take over the terms and what was measured anew; what people have entered stays."""
        self.as_stored("write")
        self.refuse_unless_in(Stage.DRAFT.value)
        self.fill()
        self.entitle()
        judge(self)
        self.write()

    @frappe.whitelist(methods=["POST"])
    def ask_for_approval(self) -> None:
        """Have who is accountable told that the review is ready for approval."""
        self.as_stored("write")
        self.refuse_unless_in(Stage.DRAFT.value)
        if unmet := self.unmet_for_approval():
            refuse(*unmet)
        owner = self.arrangement_doc().accountable_owner
        self.write(approval_asked_of=owner, approval_asked_on=now_datetime())

    @frappe.whitelist(methods=["POST"])
    def approve(self) -> None:
        """Who is accountable approves; the review is sealed and the arrangement is reviewed up to its end."""
        self.as_stored("read")
        self.refuse_unless_in(Stage.DRAFT.value)
        queue_up(self.arrangement)
        arrangement = self.arrangement_doc(for_update=True)
        unmet = unmet_approver(frappe.session.user, arrangement.accountable_owner)
        if unmet := [*unmet, *unmet_approval(self, arrangement)]:
            refuse(*unmet)
        self.write(
            status=Stage.APPROVED.value,
            approved_by=frappe.session.user,
            approved_on=now_datetime(),
            content_hash=self.computed_hash(),
        )
        self.decide("Approved")
        note_review(arrangement, self)

    @frappe.whitelist(methods=["POST"])
    def mark_done(self, rank: int | str, done_on: str = "") -> None:
        """Note that the improvement of `rank` was done, today unless told."""
        self.as_stored("read")
        self.refuse_unless_in(Stage.APPROVED.value)
        row = next((row for row in self.improvements if row.priority_rank == cint(rank)), None)
        if not row:
            refuse(Unmet("no_such_improvement", {"rank": rank}))
        day, actor = getdate(done_on or today()), actor_for(self.arrangement_doc())
        if unmet := unmet_for_done(row.responsible, bool(row.done_on), actor, day, getdate(today())):
            refuse(*unmet)
        row.done_on = day
        self.write()

    # -- parts ---------------------------------------------------------------------------------------------------

    def unmet_for_approval(self) -> list[Unmet]:
        """All that the review lacks, whoever approves it."""
        return unmet_approval(self, self.arrangement_doc())

    def arrangement_doc(self, for_update: bool = False) -> Document:
        return frappe.get_doc("ITSM Arrangement", self.arrangement, for_update=for_update)
