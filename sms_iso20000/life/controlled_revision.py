"""The shared life of Policy, Plan and Document: one record is one revision (4.3.2)."""

from typing import Any, ClassVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, cint, getdate, now_datetime, strip_html, today

from sms_iso20000.evidence.decisions import record_decision, top_management
from sms_iso20000.life.acknowledgement import ask_for_acknowledgement, lapse_acknowledgements
from sms_iso20000.life.audience import audience_users
from sms_iso20000.life.copies import copy_notice
from sms_iso20000.life.sealed_record import SealedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.revision import (
    IN_PREPARATION,
    STATE_AFTER,
    Approvers,
    Revision,
    State,
    illegal_step,
    unmet_for_reviewing,
    unmet_for_step,
)
from sms_iso20000.rules.unmet import Unmet

DECISION_FOR = {state: decision for decision, state in STATE_AFTER.items()}


class ControlledRevision(SealedRecord):
    """Subclasses name their content fields and what must be filled, and say how often they are reviewed.

    Whatever door a change comes through (form, REST, import, `set_value`), `validate` compares it with the record
    as it stands, so that a step is taken only where its gate is open and sealed content stays as approved.
    """

    # The refusal code for each content field that must not be empty.
    required_content: ClassVar[dict[str, str]] = {}
    # Field of ITSM System that holds the review interval in months.
    review_interval_field: ClassVar[str] = ""
    # Whether a system has only one of them in force, whatever its code.
    alone_in_system: ClassVar[bool] = False

    def validate(self):
        if self.is_new():
            self.start_life()
            self.refuse_unknown_audience()
        else:
            self.refuse_hand_written_life()
            self.refuse_change_of_sealed_content()
            self.refuse_unknown_audience()
            self.note_contributor()
            self.take_step()
        self.refuse_bad_draft()

    def on_update(self):
        step = self.flags.pop("step", None)
        if step:
            self.seal_or_check_seal(step)
            self.finish_step(step)

    # -- beginning -----------------------------------------------------------------------------------------------

    def start_life(self):
        """A draft with the next revision number of its code, its author the first contributor."""
        if self.workflow_state not in (None, "", State.DRAFT) or any(self.get(field) for field in self.life_fields):
            refuse(Unmet("new_not_draft"))
        siblings = self._siblings()
        if open_revision := next((row for row in siblings if row.workflow_state in IN_PREPARATION), None):
            refuse(Unmet("revision_in_preparation", {"name": open_revision.name}))
        in_force = next((row for row in siblings if row.workflow_state == State.IN_FORCE), None)
        self.workflow_state = State.DRAFT.value
        self.revision = max((cint(row.revision) for row in siblings), default=0) + 1
        self.previous_revision = in_force.name if in_force else None
        self.author = frappe.session.user
        self.contributors = []
        self._add_contributor()

    def new_revision(self) -> Document:
        """A draft copy of the revision in force; raises Refused where this one is not in force."""
        self.as_stored("create")
        if not self.is_in_force:
            refuse(Unmet("not_in_force"))
        return frappe.copy_doc(self, ignore_no_copy=False).insert()

    @frappe.whitelist(methods=["POST"])
    def start_new_revision(self) -> str:
        """Name of the draft that copies this revision, for the form to open."""
        return self.new_revision().name

    def refuse_bad_draft(self):
        """What is wrong with a draft is refused at once; a step alone is not held up by what was let be."""
        before = self.get_doc_before_save()
        if self.workflow_state != State.DRAFT or (before and not self._changed_content(before)):
            return
        earlier = before or (self.previous_revision and frappe.get_doc(self.doctype, self.previous_revision))
        if unmet := self.unmet_draft(earlier or None):
            refuse(*unmet)

    def unmet_draft(self, earlier: Document | None) -> list[Unmet]:
        """All reasons why a draft cannot be kept as it stands. `earlier` is the draft as it was, or the revision in
        force that a new draft follows."""
        return []

    # -- steps ---------------------------------------------------------------------------------------------------

    def take_step(self):
        """Enter another state, or refuse with every reason against it."""
        before, after = self.get_doc_before_save().workflow_state, self.workflow_state
        if before == after:
            return
        if unmet := illegal_step(before, after) or self.unmet_for(after):
            refuse(*unmet)
        self.flags.step = State(after)
        self._stamp(State(after))

    def unmet_for(self, after: str) -> list[Unmet]:
        """All reasons why the signed-in user cannot take this revision to `after`, beside illegal steps."""
        unmet = unmet_for_step(after, frappe.session.user, self._facts(), self.approvers())
        return unmet + (self._unmet_beside_others() if after == State.IN_FORCE else [])

    def take_stock(self) -> None:
        """Note what the revision is held against later on; it has just been issued, or looked at and kept."""

    def alone_among(self) -> dict[str, Any]:
        """Filters of the revisions among which only one is in force, where that is not the whole system."""
        return {}

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self, step: str) -> list[str]:
        """Why the signed-in user cannot take the step to state `step` yet: the list the server refuses with."""
        self.as_stored("read")
        return [sentence(reason) for reason in self.unmet_for(step)]

    def approvers(self) -> Approvers:
        """Who alone approves this revision: top management, where the record names nobody."""
        return Approvers(frozenset(top_management(self.system)))

    def unmet_for_keeping(self, user: str) -> list[Unmet]:
        """Why `user` cannot say that the revision in force stays as it is."""
        return [] if user in top_management(self.system) else [Unmet("review_not_top_management", {"user": user})]

    def missing_content(self) -> list[str]:
        """Codes of what has to be written before a review."""
        return [code for field, code in self.required_content.items() if not text_of(self.get(field))]

    def named_reviewers(self) -> list[str]:
        """Those who alone review this revision; with none named, anybody who may work on it and wrote no part."""
        return []

    def missing_reviewers(self) -> list[str]:
        """Those named as reviewers whose review of this very content is not in the log of decisions."""
        if not (named := self.named_reviewers()):
            return []
        done = frappe.get_all(
            "ITSM Decision",
            filters={
                "reference_doctype": self.doctype,
                "reference_name": self.name,
                "decision": "Reviewed",
                "content_hash": self.content_hash or "",
            },
            pluck="decided_by",
            order_by="sequence asc",
        )
        return [user for user in named if user not in done]

    def seal_or_check_seal(self, step: State):
        """The hash is taken of what the database holds after the host cleaned the text, and never taken again."""
        if step is State.IN_REVIEW:
            self.write_life(content_hash=self.computed_hash())
        elif step is State.DRAFT:
            self.write_life(content_hash="", reviewed_by=None, reviewed_on=None, review_remarks="", reviewed_hash="")
        elif self.content_hash and self.computed_hash() != self.content_hash:
            refuse(Unmet("seal_broken"))

    def finish_step(self, step: State):
        if step is State.IN_FORCE:
            self._supersede_earlier()
            self.take_stock()
        elif step is State.WITHDRAWN:
            lapse_acknowledgements(self)
        reason = self.withdrawal_reason if step is State.WITHDRAWN else ""
        self._decide(DECISION_FOR[step], reason)
        if step is State.IN_FORCE:
            self.tell_audience()

    @property
    def asks_acknowledgement(self) -> bool:
        """Whether each person in the audience is asked to acknowledge the revision in force."""
        return True

    def tell_audience(self) -> None:
        """Those who have to know hear of the revision that has just come into force (4.3.2 b)."""
        ask_for_acknowledgement(self)

    @frappe.whitelist(methods=["POST"])
    def review(self, remarks: str) -> None:
        """The signed-in user has reviewed this very content; approval asks for it (4.3.2 a)."""
        self.as_stored("read")
        user, named = frappe.session.user, self.named_reviewers()
        if user not in named:
            self.check_permission("write")
        if self.workflow_state != State.IN_REVIEW:
            refuse(Unmet("not_in_review"))
        if unmet := unmet_for_reviewing(user, _people(self), named):
            refuse(*unmet)
        # First, so that whoever listens to the review finds it in the log.
        self._decide("Reviewed", remarks)
        self.write_life(
            reviewed_by=user, reviewed_on=now_datetime(), review_remarks=remarks, reviewed_hash=self.content_hash
        )

    @frappe.whitelist(methods=["POST"])
    def keep_unchanged(self, remarks: str) -> None:
        """Somebody who may looked at the revision in force and keeps it (4.1.2 f, 4.3.2 c); moves the next review."""
        self.as_stored("write")
        if not self.is_in_force:
            refuse(Unmet("not_in_force"))
        if unmet := self.unmet_for_keeping(frappe.session.user):
            refuse(*unmet)
        self.write_life(**self._review_dates())
        self.take_stock()
        self._decide("Reviewed Without Change", remarks)

    @frappe.whitelist(methods=["POST"])
    def give_withdrawal_reason(self, reason: str) -> None:
        """Keep the reason before the step itself; what has ended already stays as it is."""
        self.as_stored("write")
        if self.workflow_state in (State.SUPERSEDED, State.WITHDRAWN):
            refuse(Unmet("already_ended"))
        if not reason.strip():
            refuse(Unmet("no_withdrawal_reason"))
        self.write_life(withdrawal_reason=reason.strip())

    def copy_notice_html(self) -> str:
        """What every print of this revision says where it is not in force; for print formats."""
        return copy_notice(self)

    @property
    def is_in_force(self) -> bool:
        return self.workflow_state == State.IN_FORCE

    def note_contributor(self):
        if self._changed_content(self.get_doc_before_save()):
            self._add_contributor()

    # -- parts ---------------------------------------------------------------------------------------------------

    def _facts(self) -> Revision:
        effective_on = self.get("effective_on")
        return Revision(
            contributors=frozenset(_people(self)),
            missing_content=tuple(self.missing_content()),
            content_hash=self.computed_hash(),
            sealed_hash=self.content_hash or "",
            approved_by=self.approved_by or "",
            reviewed_by=self.reviewed_by or "",
            reviewed_hash=self.reviewed_hash or "",
            withdrawal_reason=self.withdrawal_reason or "",
            change_missing=cint(self.revision) > 1 and not (self.change_summary or "").strip(),
            audience_size=len(audience_users(self.system, self.audience)),
            missing_reviewers=tuple(self.missing_reviewers()),
            effective_on=getdate(effective_on) if effective_on else None,
            today=getdate(today()),
        )

    def _unmet_beside_others(self) -> list[Unmet]:
        # The lock makes two revisions issued at the same moment queue up.
        frappe.db.get_value("ITSM System", self.system, "name", for_update=True)
        later = [
            row for row in self._siblings() if row.workflow_state == State.IN_FORCE and row.revision > self.revision
        ]
        others = self._others_in_force() if self.alone_in_system else []
        return [
            *(Unmet("older_than_in_force", {"revision": row.revision}) for row in later),
            *(Unmet("second_in_force", {"name": name}) for name in others),
        ]

    def _others_in_force(self) -> list[str]:
        return frappe.get_all(
            self.doctype,
            filters={
                "system": self.system,
                "workflow_state": State.IN_FORCE.value,
                "code": ["!=", self.code],
                **self.alone_among(),
            },
            pluck="name",
            order_by="name asc",
        )

    def _stamp(self, step: State) -> None:
        now, user = now_datetime(), frappe.session.user
        stamps = {
            State.APPROVED: {"approved_by": user, "approved_on": now},
            State.IN_FORCE: {"issued_by": user, "issued_on": now, **self._review_dates()},
            State.WITHDRAWN: {"withdrawn_on": now},
        }
        self.update(stamps.get(step, {}))

    def _review_dates(self) -> dict[str, Any]:
        day = getdate(today())
        return {"last_reviewed_on": day, "next_review_on": add_months(day, self.review_months())}

    def review_months(self) -> int:
        """Months from one review to the next: those of the revision, or else of its system."""
        return cint(self.get("review_interval")) or cint(
            frappe.db.get_value("ITSM System", self.system, self.review_interval_field)
        )

    def _supersede_earlier(self) -> None:
        for row in self._siblings():
            if row.workflow_state == State.IN_FORCE and row.name != self.name:
                earlier = frappe.get_doc(self.doctype, row.name)
                earlier.write_life(
                    workflow_state=State.SUPERSEDED.value,
                    superseded_by=self.name,
                    superseded_on=now_datetime(),
                )
                lapse_acknowledgements(earlier)
                earlier._decide("Superseded")
                earlier.add_comment("Workflow", _(State.SUPERSEDED.value))

    def _decide(self, decision: str, reason: str = "") -> None:
        record_decision(self.system, self, decision, reason, content_hash=self.content_hash or "")

    def _siblings(self) -> list:
        return frappe.get_all(
            self.doctype,
            filters={"system": self.system, "code": self.code, "name": ["!=", self.name or ""]},
            fields=["name", "revision", "workflow_state"],
            order_by="revision desc",
        )

    def _add_contributor(self) -> None:
        if frappe.session.user not in {row.user for row in self.contributors}:
            self.append("contributors", {"user": frappe.session.user, "contributed_on": now_datetime()})


def text_of(content: str | None) -> str:
    """What a person reads of rich text; empty where there is nothing but markup."""
    return strip_html(content or "").replace("&nbsp;", " ").strip()


def _people(doc: Document) -> set[str]:
    return {row.user for row in doc.contributors} | ({doc.author} if doc.author else set())
