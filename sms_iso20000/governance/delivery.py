"""Sending communications: sealed in the sender's transaction, told person by person in the background (4.1.3 b)."""

import frappe
from frappe.model.document import Document
from frappe.query_builder import Criterion
from frappe.utils import create_batch, now_datetime, strip_html

from sms_iso20000.governance import host_queue
from sms_iso20000.governance.holding import hold
from sms_iso20000.governance.reach import RECEIPT, address, count_reach, settle_later
from sms_iso20000.governance.telling import people_named, site_sends_mail, tell_person
from sms_iso20000.life.acknowledgement import ask_for_acknowledgement
from sms_iso20000.life.audience import audience_users, unknown_audience
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.communication import DRAFT, SENDING, stage_of_delivery, unmet_for_sending
from sms_iso20000.rules.unmet import Unmet

# People told before the work done is committed.
BATCH = 50
# After so many attempts a person is left to the button of the form.
MOST_ATTEMPTS = 3
# Seconds that the worker is given, beside one for each person.
ALLOWANCE = 600


def tell(
    system: str,
    title: str,
    content: str,
    audience_rows: list[dict],
    purpose: str,
    reference: Document | None = None,
    by_mail: bool = True,
) -> Document:
    """Make a communication and send it in one go, on behalf of the signed-in user, who is its sender.

    For functions of the app that have asked for permission themselves. `audience_rows` are rows of ITSM Audience:
    `{"audience_type": "User", "audience": name}`. On a site that sends no mail the bell has to do. Raises Refused
    where nobody would be told.
    """
    communication = frappe.get_doc(
        {
            "doctype": "ITSM Communication",
            "system": system,
            "title": title,
            "content": content,
            "purpose": purpose,
            "by_mail": int(by_mail and site_sends_mail()),
            "audience": audience_rows,
            "reference_doctype": reference.doctype if reference else None,
            "reference_name": reference.name if reference else None,
        }
    ).insert(ignore_permissions=True)
    send(communication)
    return communication


def send(communication: Document) -> None:
    """Seal what is told to whom, with one receipt per person, and leave the telling to a background worker.

    Nothing is mailed before the transaction is committed. Raises Refused with everything that is missing.
    """
    people = sorted(audience_users(communication.system, communication.audience))
    unmet = unmet_for_sending(
        communication.status,
        strip_html(communication.content or "").replace("&nbsp;", " "),
        unknown_audience(communication.audience),
        len(people),
    )
    if unmet:
        refuse(*unmet)
    communication.write(
        status=SENDING,
        sent_by=frappe.session.user,
        sent_on=now_datetime(),
        addressed=len(people),
        content_hash=communication.computed_hash(),
    )
    communication.decide("Communicated")
    address(communication, people)
    if communication.asks_acknowledgement:
        ask_for_acknowledgement(communication)
    if communication.procedure:
        frappe.get_doc("ITSM Communication Procedure", communication.procedure).note_made(communication.sent_on)
    _deliver_later(communication.name, len(people))


def deliver(communication: str, even_given_up: bool = False) -> None:
    """Tell everybody who was not told: for background workers, safe to repeat.

    What is done is committed in batches, each with its bell entries and queued mails, so that a worker that dies
    loses one batch, which the next one takes up, and nobody is told twice. `even_given_up` tries those too whom
    `MOST_ATTEMPTS` did not reach.
    """
    for names in create_batch(_undelivered(communication, even_given_up), BATCH):
        _tell(communication, names)
        frappe.db.commit()
    settle(communication)


def settle(communication: str) -> None:
    """Bring figures and stage up to date, however often others come in between: for background workers."""
    while not conclude(communication):
        frappe.db.rollback()
    frappe.db.commit()


def deliver_in_transaction(communication: str) -> None:
    """Tell everybody at once and leave the commit to the caller, who plays a history as one transaction."""
    _tell(communication, _undelivered(communication))
    conclude(communication)


def follow_up(communication: str) -> None:
    """Take over what became of the mails in the host's queue, and have those told whom a worker left or missed."""
    _see_what_became(communication)
    if left := _undelivered(communication):
        _deliver_later(communication, len(left))


def try_again(communication: Document) -> None:
    """Have everybody told whom the last attempts did not reach, however many these were."""
    if communication.status == DRAFT:
        refuse(Unmet("communication_not_sent"))
    _see_what_became(communication.name)
    if left := _undelivered(communication.name, even_given_up=True):
        _deliver_later(communication.name, len(left), even_given_up=True)


def unfinished() -> list[str]:
    """Communications with people to be told, or with mails of which nothing is known yet."""
    receipt = frappe.qb.DocType(RECEIPT)
    return (
        frappe.qb.from_(receipt)
        .select(receipt.communication)
        .distinct()
        .where(_is_open(receipt) & (receipt.attempts < MOST_ATTEMPTS) | (receipt.mail_status == "Waiting"))
        .orderby(receipt.communication)
    ).run(pluck=True)


def conclude(communication: str) -> bool:
    """Bring figures and stage up to date; False where the communication could not be held."""
    if not hold("ITSM Communication", communication):
        return False
    count_reach(communication)
    doc = frappe.get_doc("ITSM Communication", communication)
    untried = frappe.db.count(RECEIPT, {"communication": communication, "attempts": 0})
    stage = stage_of_delivery(untried, doc.failed)
    if doc.status not in (DRAFT, stage):
        doc.write(status=stage)
    return True


def _see_what_became(communication: str) -> None:
    host_queue.take_over(communication)
    if not conclude(communication):
        settle_later(communication)


def _deliver_later(communication: str, people: int, even_given_up: bool = False) -> None:
    frappe.enqueue(
        "sms_iso20000.governance.delivery.deliver",
        queue="long",
        timeout=ALLOWANCE + people,
        enqueue_after_commit=True,
        communication=communication,
        even_given_up=even_given_up,
    )


def _tell(communication: str, names: list[str]) -> None:
    doc = frappe.get_doc("ITSM Communication", communication)
    receipts = _claim(names)
    people = people_named([receipt.user for receipt in receipts])
    for receipt in receipts:
        tell_person(doc, receipt, people[receipt.user])


def _is_open(receipt) -> Criterion:
    return (receipt.attempts == 0) | (receipt.status == "Failed") | (receipt.mail_status == "Failed")


def _undelivered(communication: str, even_given_up: bool = False) -> list[str]:
    receipt = frappe.qb.DocType(RECEIPT)
    query = (
        frappe.qb.from_(receipt)
        .select(receipt.name)
        .where((receipt.communication == communication) & _is_open(receipt))
        .orderby(receipt.name)
    )
    return (query if even_given_up else query.where(receipt.attempts < MOST_ATTEMPTS)).run(pluck=True)


def _claim(names: list[str]) -> list[dict]:
    """Those of `names` that are still to be told; locked, so that of two workers one tells each person."""
    receipt = frappe.qb.DocType(RECEIPT)
    return (
        frappe.qb.from_(receipt)
        .select(receipt.name, receipt.user, receipt.status, receipt.mail_status, receipt.email_queue, receipt.attempts)
        .where(receipt.name.isin(names) & _is_open(receipt))
        .orderby(receipt.name)
        .for_update()
    ).run(as_dict=True)
