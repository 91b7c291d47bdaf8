"""What is written down, how long records are kept and what was disposed of: 4.3 of the organisation's three years."""

from collections.abc import Callable
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, add_months, today

from sms_iso20000.compat import bulk_insert
from sms_iso20000.demonstration import documents_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.arrangements_texts import AGREEMENTS
from sms_iso20000.demonstration.documents_texts import OWNERS, PROCESS, REQUIREMENT, Written
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.people import AGENT, MANAGER, OWNER, SECOND_TOP, TOP
from sms_iso20000.demonstration.responsibility_texts import OWNERS as PROCESS_OWNERS
from sms_iso20000.governance.delivery import deliver_in_transaction
from sms_iso20000.governance.disposal_work import work_off_some

DOCUMENT = "ITSM Document"
# Has not acknowledged the procedure on incidents: a flaw on purpose.
NOT_ACKNOWLEDGED = ("PRO-05", "dispatcher.2@port.example.com")


class DocumentHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.names: dict[str, str] = {}

    def events(self) -> list[Event]:
        return [
            *(
                event
                for written in (*said.DOCUMENTS, *AGREEMENTS, *self._process_descriptions())
                for event in self._life(written)
            ),
            *self._withdrawal(),
            *self._preparation(said.IN_REVIEW),
            *self._records(),
        ]

    # -- documents -----------------------------------------------------------------------------------------------

    def _process_descriptions(self) -> list[Written]:
        described = [clause for clause in PROCESS_OWNERS if clause != said.NOT_DESCRIBED]
        return [self._process_description(clause, 150 - index) for index, clause in enumerate(described)]

    def _process_description(self, clause: str, issued: int) -> Written:
        owner = PROCESS_OWNERS[clause]
        return Written(
            code=f"PD-{clause}",
            kind="Process Description",
            title="",
            content="",
            owner=owner,
            issued=issued,
            uses=((PROCESS, clause),),
            told=(OWNER.user, AGENT.user),
            author=owner,
            reviewer=AGENT.user if owner == OWNER.user else OWNER.user,
            approver=TOP.user if owner == MANAGER.user else MANAGER.user,
        )

    def _preparation(self, written: Written) -> list[Event]:
        """Written, handed in and reviewed."""
        ago, days = self.moments.ago, written.issued
        return [
            Event(ago(days + 9, 10), written.author, lambda: self._write(written)),
            Event(ago(days + 6, 15), written.author, self._step(written, "Submit for Review")),
            Event(ago(days + 4, 11), written.reviewer, lambda: self._doc(written.code).review(said.REVIEWED)),
        ]

    def _life(self, written: Written) -> list[Event]:
        ago, days = self.moments.ago, written.issued
        return [
            *self._preparation(written),
            Event(ago(days + 2, 9), written.approver, self._step(written, "Approve")),
            Event(ago(days, 8), written.approver, lambda: self._issue(written)),
            Event(ago(max(days - 12, 1), 8), "Administrator", lambda: self._acknowledge(written)),
            *(
                Event(ago(kept, 14), written.approver, lambda: self._doc(written.code).keep_unchanged(said.KEPT))
                for kept in written.kept
            ),
        ]

    def _write(self, written: Written) -> None:
        if written.changed:
            self.names[written.code] = self._doc(written.code).start_new_revision()
            revision = self._doc(written.code)
            revision.update({"content": written.content, "change_summary": written.changed})
            revision.save()
            return
        issuer, edition, master = written.external or (None, None, None)
        values = {
            "doctype": DOCUMENT,
            "system": texts.SYSTEM,
            "code": written.code,
            "kind": written.kind,
            "title": written.title,
            "content": written.content,
            "document_owner": written.owner,
            "approver": written.approver,
            "reviewers": [{"user": written.reviewer}],
            "issuer": issuer,
            "edition": edition,
            "master_location": master,
            "points_of_use": [self._point_of_use(*use) for use in written.uses],
            "audience": [
                {"audience_type": "Role" if told == OWNERS else "User", "audience": told} for told in written.told
            ],
        }
        if not written.title:
            values |= self._described(written.uses[0][1])
        self.names[written.code] = frappe.get_doc(values).insert().name

    def _described(self, clause: str) -> dict:
        """Title and content of the description of a process, from what its record says."""
        process = frappe.get_doc(PROCESS, self._process(clause))
        parts = (process.purpose, process.purpose_zh, process.inputs, process.outputs)
        return {
            "title": f"{process.title} {process.title_zh}",
            "content": "".join(f"<p>{frappe.utils.escape_html(part)}</p>" for part in parts if part),
        }

    def _point_of_use(self, doctype: str, name: str) -> dict:
        named = {PROCESS: self._process, REQUIREMENT: lambda clause: f"2011 {clause}"}.get(doctype, str)
        return {"use_doctype": doctype, "use_name": named(name) or None}

    def _issue(self, written: Written) -> None:
        apply_workflow(self._doc(written.code), "Put In Force")
        told = {"reference_doctype": DOCUMENT, "reference_name": self.names[written.code]}
        for communication in frappe.get_all("ITSM Communication", filters=told, pluck="name", order_by="name asc"):
            deliver_in_transaction(communication)

    def _acknowledge(self, written: Written) -> None:
        asked = frappe.get_all(
            "ITSM Acknowledgement",
            filters={"reference_name": self.names[written.code], "status": "Open"},
            fields=["name", "user"],
            order_by="user asc",
        )
        for row in asked:
            if (written.code, row.user) != NOT_ACKNOWLEDGED or not written.changed:
                frappe.set_user(row.user)
                frappe.get_doc("ITSM Acknowledgement", row.name).acknowledge()

    def _withdrawal(self) -> list[Event]:
        code, days, reason = said.WITHDRAWN

        def withdraw() -> None:
            self._doc(code).give_withdrawal_reason(reason)
            apply_workflow(self._doc(code), "Withdraw")

        return [Event(self.moments.ago(days, 10), TOP.user, withdraw)]

    def _step(self, written: Written, action: str) -> Callable[[], object]:
        return lambda: apply_workflow(self._doc(written.code), action)

    def _doc(self, code: str) -> Document:
        return frappe.get_doc(DOCUMENT, self.names[code])

    def _process(self, clause: str) -> str:
        return frappe.db.get_value(PROCESS, {"system": texts.SYSTEM, "clause": clause})

    # -- records -------------------------------------------------------------------------------------------------

    def _records(self) -> list[Event]:
        ago = self.moments.ago
        events = [Event(ago(1000, 9), "Administrator", self._old_tasks)]
        # Each by somebody who may read all that it is about.
        rules = (
            (said.TICKET_RULE, MANAGER.user),
            (said.TASK_RULE, MANAGER.user),
            (said.LOG_RULE, "Administrator"),
        )
        for index, (rule, author) in enumerate(rules):
            key = rule["title"]
            events += [
                Event(ago(222 - index, 9), author, lambda key=key, rule=rule: self._make_rule(key, rule)),
                Event(ago(220 - index, 9), SECOND_TOP.user, lambda key=key: self._rule(key).approve()),
            ]
        return [
            *events,
            Event(ago(62, 10), MANAGER.user, self._request_disposal),
            Event(ago(61, 10), SECOND_TOP.user, self._dispose),
        ]

    def _old_tasks(self) -> None:
        """What people had noted and done before the system was set up."""
        day: date = self.moments.now.date()
        bulk_insert(
            "ToDo",
            (
                {
                    "name": f"demo-task-{index:02}",
                    "status": "Closed",
                    "priority": "Medium",
                    "description": said.OLD_TASK.format(index),
                    "date": add_days(add_months(day, -36), index),
                    "allocated_to": AGENT.user,
                    "assigned_by": MANAGER.user,
                }
                for index in range(1, said.OLD_TASKS + 1)
            ),
        )

    def _make_rule(self, key: str, rule: dict) -> None:
        values = {"doctype": "ITSM Retention Rule", "system": texts.SYSTEM, "rule_owner": MANAGER.user, **rule}
        self.names[key] = frappe.get_doc(values).insert().name

    def _rule(self, key: str) -> Document:
        return frappe.get_doc("ITSM Retention Rule", self.names[key])

    def _request_disposal(self) -> None:
        request = {
            "doctype": "ITSM Disposal",
            "system": texts.SYSTEM,
            "rule": self.names[said.TASK_RULE["title"]],
            "as_of": today(),
        }
        self.names["disposal"] = frappe.get_doc(request).insert().name

    def _dispose(self) -> None:
        disposal = self.names["disposal"]
        frappe.get_doc("ITSM Disposal", disposal).approve()
        while work_off_some(disposal):
            pass
