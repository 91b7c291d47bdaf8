from dataclasses import asdict
from typing import Any

import frappe
from frappe.utils import getdate, today

from sms_iso20000.governance.named_records import readable_titles
from sms_iso20000.governance.service_content import fill_in_names, unmet_content, unmet_record_types
from sms_iso20000.governance.service_picture import Card, foundations_of, picture_of
from sms_iso20000.governance.service_results import results_of
from sms_iso20000.governance.services import facts_of, resting_on
from sms_iso20000.life.reasoned_record import ReasonedRecord, told
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.service import (
    LIFE_FIELDS,
    NEEDS_REASON,
    State,
    decision_for,
    illegal_step,
    stamps_for,
    unmet_for_live,
    unmet_for_step,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMService(ReasonedRecord):
    """A service of the catalogue: owner, customers, requirements, agreements and what it rests on (4.1.4 a, 4.5.1).

    Each step is a decision. The content is not sealed: a catalogue follows what the services are, and the host's
    versions keep what it said.
    """

    first_stage = State.PROPOSED.value
    life_fields = LIFE_FIELDS
    needs_reason = NEEDS_REASON

    def onload(self):
        self.set_onload("missing", self.missing_parts())
        result = results_of(self.system, [self])[self.name]
        self.set_onload("result", asdict(result) if result else None)

    def validate(self):
        if not self.flags.by_own_function:
            fill_in_names(self)
        super().validate()

    # -- content -------------------------------------------------------------------------------------------------

    def unmet_content(self) -> list[Unmet]:
        return unmet_content(self)

    def get_invalid_links(self, is_submittable: bool = False) -> tuple[list, list]:
        """The host takes every record type for one that is there."""
        if unmet := unmet_record_types(self):
            refuse(*unmet)
        return super().get_invalid_links(is_submittable)

    # -- steps ---------------------------------------------------------------------------------------------------

    def illegal_step(self, before: str, after: str) -> list[Unmet]:
        return illegal_step(before, after)

    def unmet_for(self, after: str) -> list[Unmet]:
        unmet = unmet_for_step(after, facts_of(self))
        if after == State.RETIRED and (carried := resting_on(self.name, State.LIVE)):
            unmet.append(Unmet("service_carries_others", {"services": ", ".join(carried)}))
        return unmet

    def stamps_for(self, before: str, after: str) -> dict[str, Any]:
        return stamps_for(after, getdate(today()))

    def decision_for(self, before: str, after: str) -> str:
        return decision_for(before, after)

    # -- for the form --------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def show_picture(self) -> str:
        """What the service rests on and what rests on it, drawn as HTML; only what the reader may read is named."""
        self.as_stored("read")
        return picture_of(self)

    def named_foundations(self) -> list[Card]:
        """What the print shows of what the service rests on, as far as the reader may read it."""
        return foundations_of(self)

    def titles_of_agreements(self) -> list[str]:
        """What the print calls the agreements, in their order: by their title where the reader may read them."""
        titles = readable_titles((row.agreement_type, row.agreement) for row in self.agreements)
        return [titles.get((row.agreement_type, row.agreement), row.agreement) for row in self.agreements]

    def missing_parts(self) -> dict[str, str]:
        """What the service lacks to be live, by code; nothing once it is retired."""
        return {} if self.workflow_state == State.RETIRED else told(unmet_for_live(facts_of(self)))
