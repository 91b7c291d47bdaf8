from datetime import date

import frappe
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.evidence.measured import shares_in_target
from sms_iso20000.governance.objectives import (
    as_fields,
    explanation,
    may_record,
    may_steer,
    months_not_taken,
    readings,
    series_of,
    standing,
    unmet_approval,
    unmet_check_in,
)
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.objective import BY_HAND, FROM_SNAPSHOTS, as_number, in_force, unmet_measure
from sms_iso20000.rules.unmet import Unmet


class ITSMObjective(StagedRecord):
    """A measurable objective of service management, approved by top management (4.1.1 a, 4.1.2 d)."""

    content_fields = (
        "title",
        "policy",
        "related_process",
        "measure",
        "unit",
        "baseline",
        "start_on",
        "operator",
        "target",
        "due_on",
        "source",
        "evidence_source",
        "dimension",
        "dimension_value",
    )
    life_fields = (
        "progress",
        "latest_value",
        "latest_on",
        "forecast",
        "check_ins",
        "approved_by",
        "approved_on",
        "closed_on",
        "close_reason",
        "content_hash",
    )

    def unmet_content(self) -> list[Unmet]:
        return [
            *self.unmet_measure(),
            *self.unmet_owner(),
            *self.unmet_links("policy", "related_process", "evidence_source"),
        ]

    def unmet_measure(self) -> list[Unmet]:
        dates = {field: getdate(self.get(field)) if self.get(field) else None for field in ("start_on", "due_on")}
        return unmet_measure({**{field: self.get(field) for field in self.content_fields}, **dates})

    def unmet_owner(self) -> list[Unmet]:
        """Somebody who left stays named until the owner is next changed; who approved it does not become its owner."""
        if not self.has_value_changed("objective_owner") or not self.objective_owner:
            return []
        unmet = []
        if not frappe.db.get_value("User", self.objective_owner, "enabled"):
            unmet.append(Unmet("objective_owner_disabled", {"user": self.objective_owner}))
        if self.objective_owner == self.approved_by:
            unmet.append(Unmet("approver_is_objective_owner"))
        return unmet

    def onload(self):
        """What the form shows beside the fields: where the objective stands, its values, and the next step."""
        user = frappe.session.user
        shown = {"may_record": may_record(self, user), "may_steer": may_steer(self, user)}
        if self.status == "Draft":
            shown["before_approval"] = [sentence(reason) for reason in unmet_approval(self, user)]
        else:
            shown["explanation"] = frappe.utils.escape_html(explanation(self))
            shown["values"] = [[row.measured_on, row.value] for row in in_force(readings(self.check_ins))]
        self.set_onload("objective", shown)

    # -- life ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def approve(self) -> None:
        """Top management sets the objective; from now on its content is sealed and its values are recorded."""
        self.as_stored("write")
        self.refuse_unless_in("Draft")
        if unmet := unmet_approval(self, frappe.session.user):
            refuse(*unmet)
        self.write(
            status="Approved",
            approved_by=frappe.session.user,
            approved_on=now_datetime(),
            content_hash=self.computed_hash(),
            **as_fields(standing(self, self.check_ins)),
        )
        self.decide("Approved")

    @frappe.whitelist(methods=["POST"])
    def reopen(self, reason: str) -> None:
        """Back to the draft, to set it anew; what was measured stays."""
        self.begin_steering(reason)
        self.write(status="Draft", approved_by=None, approved_on=None, content_hash="")
        self.decide("Returned to Draft", reason)

    @frappe.whitelist(methods=["POST"])
    def close(self, reason: str) -> None:
        """It is no longer followed; its progress stays as it is."""
        self.begin_steering(reason)
        self.write(status="Closed", closed_on=today(), close_reason=reason.strip())
        self.decide("Closed", reason)

    # -- values --------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def check_in(self, measured_on: str, value: str | float, remarks: str = "") -> None:
        """Record by hand what was measured on a day; one value per day."""
        self.begin_recording()
        if unmet := unmet_check_in(self, measured_on, value):
            refuse(*unmet)
        self.append_check_in(getdate(measured_on), as_number(value), BY_HAND, remarks=remarks.strip())
        self.write(**as_fields(standing(self, self.check_ins)))

    @frappe.whitelist(methods=["POST"])
    def take_from_snapshots(self) -> int:
        """Number of measured months taken as values now; those taken already are left alone."""
        self.begin_recording()
        if self.source != FROM_SNAPSHOTS:
            refuse(Unmet("objective_by_hand"))
        return self.follow()

    def follow(self) -> int:
        """Take the measured months not taken yet and compute the progress anew; returns the number of months."""
        series = series_of(self)
        months = months_not_taken(self, self.check_ins, shares_in_target(*series)) if series else []
        for month in months:
            self.append_check_in(month.period_end, month.share, FROM_SNAPSHOTS, snapshot=month.snapshot)
        self.write(**as_fields(standing(self, self.check_ins)))
        return len(months)

    # -- parts ---------------------------------------------------------------------------------------------------

    def begin_steering(self, reason: str):
        self.as_stored("write")
        self.refuse_unless_in("Approved")
        unmet = [] if may_steer(self, frappe.session.user) else [Unmet("objective_not_yours_to_steer")]
        if not reason.strip():
            unmet.append(Unmet("reason_missing"))
        if unmet:
            refuse(*unmet)

    def begin_recording(self):
        """The owner need not be able to write the record to say what was measured."""
        self.as_stored("read")
        self.refuse_unless_in("Approved")
        if not may_record(self, frappe.session.user):
            refuse(Unmet("check_in_not_yours"))

    def append_check_in(self, measured_on: date, value: float, source: str, snapshot: str = "", remarks: str = ""):
        self.append(
            "check_ins",
            {
                "measured_on": measured_on,
                "value": value,
                "source": source,
                "snapshot": snapshot,
                "recorded_by": frappe.session.user,
                "remarks": remarks,
            },
        )
