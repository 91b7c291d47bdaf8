import frappe
from frappe import _
from frappe.utils import now_datetime

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.reports import period_of
from sms_iso20000.governance.resources import compute_gaps, forecasts_in, lines_in, periods_decided
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.resource_plan import (
    Stage,
    key,
    unmet_answers,
    unmet_content,
    unmet_decider,
    unmet_submission,
)
from sms_iso20000.rules.unmet import Unmet

DECISION_COLUMNS = ("decision", "decision_reason")


class ITSMResourcePlan(StagedRecord):
    """What people, technology, information and money are there and needed, and what top management decided (4.4.1).

    Sealed once it is submitted, and once more with the decisions. A plan counts until a later one, decided for an
    overlapping period, takes its place; that one has to name it.
    """

    content_fields = ("title", "period_start", "period_end", "replaces", "lines", "forecasts", "remarks")
    life_fields = (
        "prepared_by",
        "submitted_by",
        "submitted_on",
        "return_reason",
        "decision_text",
        "decided_by",
        "decided_on",
        "replaced_by",
        "content_hash",
    )

    def validate(self):
        if not self.flags.by_own_function:
            compute_gaps(self)
        super().validate()

    def start_life(self):
        super().start_life()
        self.prepared_by = frappe.session.user

    def onload(self):
        """What stands between the signed-in user and the next step."""
        shown = {"before_next_step": [sentence(reason) for reason in self.unmet_next_step()]}
        self.set_onload("plan", shown)

    # -- content -------------------------------------------------------------------------------------------------

    def unmet_content(self) -> list[Unmet]:
        """Of a plan that has left the draft nothing can change."""
        if self.status != Stage.DRAFT or not (self.period_start and self.period_end):
            return []
        return [
            *unmet_content(period_of(self), lines_in(self), forecasts_in(self)),
            *self.unmet_decisions_by_hand(),
            *self.unmet_links("replaces"),
            *self.unmet_services(),
            *self.unmet_others(),
        ]

    def unmet_decisions_by_hand(self) -> list[Unmet]:
        written = [field for field in DECISION_COLUMNS if any(row.get(field) for row in self.lines)]
        labels = frappe.get_meta("ITSM Resource Plan Line")
        return [Unmet("changed_by_hand", {"field": _(labels.get_label(field))}) for field in written]

    def unmet_services(self) -> list[Unmet]:
        services = {row.service for row in self.lines if row.service}
        ours = frappe.get_all(
            "ITSM Service", {"name": ["in", sorted(services)], "system": self.system}, pluck="name", order_by="name asc"
        )
        return [Unmet("other_system", {"name": name, "system": self.system}) for name in sorted(services - set(ours))]

    def unmet_others(self) -> list[Unmet]:
        """A day has one decided plan: the later names the one it takes the place of."""
        others = periods_decided(self)
        unmet = [
            Unmet("resource_plan_overlaps", {"name": name})
            for name, period in others.items()
            if name != self.replaces and period.overlaps(period_of(self))
        ]
        if self.replaces and self.replaces not in others:
            unmet.append(Unmet("replaced_plan_not_decided", {"name": self.replaces}))
        return unmet

    def sealed_content(self) -> dict:
        """With what was decided, which is nothing yet when the plan is submitted."""
        return {**super().sealed_content(), "decision_text": self.decision_text or ""}

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def submit_plan(self) -> None:
        """Seal the plan and lay it before top management."""
        self.as_stored("write")
        self.refuse_unless_in(Stage.DRAFT.value)
        if unmet := self.unmet_next_step():
            refuse(*unmet)
        self.write(
            status=Stage.SUBMITTED.value,
            submitted_by=frappe.session.user,
            submitted_on=now_datetime(),
            return_reason=None,
            content_hash=self.computed_hash(),
        )
        self.decide("Submitted")

    @frappe.whitelist(methods=["POST"])
    def return_to_draft(self, reason: str) -> None:
        """It has to be prepared anew; what was sealed is no more."""
        self.as_stored("write")
        self.refuse_unless_in(Stage.SUBMITTED.value)
        if not reason.strip():
            refuse(Unmet("reason_missing"))
        self.write(
            status=Stage.DRAFT.value,
            submitted_by=None,
            submitted_on=None,
            return_reason=reason.strip(),
            content_hash="",
        )
        self.decide("Returned to Draft", reason)

    @frappe.whitelist(methods=["POST"])
    def decide_plan(self, answers: list | str, text: str = "") -> None:
        """Top management answers each gap, or decides on the whole plan in `text`.

        `answers` has a row of resource, decision (Granted, Granted in Part or Refused) and reason for each line that
        is answered; what is not granted in full needs the reason.
        """
        self.as_stored("write")
        self.refuse_unless_in(Stage.SUBMITTED.value)
        given = {
            key(str(row.get("resource"))): (str(row.get("decision") or ""), str(row.get("reason") or ""))
            for row in frappe.parse_json(answers) or []
        }
        unmet = [*self.unmet_next_step(), *unmet_answers(lines_in(self), given, text)]
        if unmet:
            refuse(*unmet)
        for row in self.lines:
            row.decision, row.decision_reason = given.get(key(row.resource), (None, None))
        self.update({"decision_text": text.strip(), "decided_by": frappe.session.user, "decided_on": now_datetime()})
        self.write(status=Stage.DECIDED.value, content_hash=self.computed_hash())
        self.decide("Decided", text)
        if self.replaces:
            frappe.get_doc(self.doctype, self.replaces, for_update=True).give_way_to(self)

    def give_way_to(self, later: "ITSMResourcePlan") -> None:
        """`later`, decided for an overlapping period, takes the place of this plan."""
        self.write(status=Stage.REPLACED.value, replaced_by=later.name)
        self.decide("Replaced", later.name)

    # -- parts ---------------------------------------------------------------------------------------------------

    def unmet_next_step(self) -> list[Unmet]:
        """What stands against submitting a draft, or against the signed-in user deciding on a submitted plan."""
        if self.status == Stage.DRAFT:
            return unmet_submission(lines_in(self))
        if self.status == Stage.SUBMITTED:
            prepared_by = {self.prepared_by, self.submitted_by}
            return [*unmet_decider(frappe.session.user, top_management(self.system), prepared_by), *self.unmet_others()]
        return []
