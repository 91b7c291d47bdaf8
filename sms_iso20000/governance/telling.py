"""Telling one person: the bell of the Desk, and a mail left to the host's queue."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, get_url_to_form, now_datetime, strip_html, validate_email_address

from sms_iso20000.governance.reach import RECEIPT

FAILURE_LENGTH = 500


class NotTold(Exception):
    """Why somebody cannot be told, in words for the sender."""


@dataclass(frozen=True)
class Person:
    """What telling somebody needs to know of them."""

    user: str
    enabled: bool = False
    address: str = ""


def site_sends_mail() -> bool:
    """Whether the site lets mail out and knows by which account."""
    account = {"enable_outgoing": 1, "default_outgoing": 1}
    return not frappe.are_emails_muted() and bool(frappe.db.exists("Email Account", account))


def people_named(users: list[str]) -> dict[str, Person]:
    """The accounts of `users` as they are now, in one query."""
    rows = frappe.get_all(
        "User", filters={"name": ["in", users]}, fields=["name", "enabled", "email"], order_by="name asc"
    )
    known = {row.name: Person(row.name, bool(row.enabled), row.email or "") for row in rows}
    return {user: known.get(user, Person(user)) for user in users}


def tell_person(communication: Document, receipt: dict, person: Person) -> None:
    """Ring the bell where it was not rung and queue the mail where one is due. What fails is kept on the receipt."""
    changes = {"attempts": receipt.attempts + 1, "failure": ""}
    if receipt.status in ("Queued", "Failed"):
        failure = _try(lambda: _ring(communication, person))
        changes |= (
            {"status": "Failed", "failure": failure} if failure else {"status": "Told", "told_on": now_datetime()}
        )
    if communication.by_mail and receipt.mail_status in ("Not Asked", "Failed"):
        # The host does not say under which name it queued a mail, but it keeps the mark that the mail is given.
        mark = f"{receipt.name}.{changes['attempts']}@{frappe.local.site}"
        failure = _try(lambda: _mail(communication, person, mark))
        queued = None if failure else frappe.db.get_value("Email Queue", {"message_id": mark}, "name")
        changes |= {"mail_status": "Waiting" if queued else "Failed", "email_queue": queued}
        if not queued:
            changes["failure"] = failure or _("The host queued no mail for {0}; they may have unsubscribed.").format(
                person.address
            )
    # There are thousands, and neither versions nor notifications listen to them: one statement each.
    frappe.db.set_value(RECEIPT, receipt.name, changes)


def _ring(communication: Document, person: Person) -> None:
    if not person.enabled:
        raise NotTold(_("{0} is disabled.").format(person.user))
    frappe.get_doc(
        {
            "doctype": "Notification Log",
            "type": "Alert",
            "subject": communication.title,
            "document_type": communication.doctype,
            "document_name": communication.name,
            "from_user": communication.sent_by,
            "for_user": person.user,
        }
    ).insert(ignore_permissions=True)


def _mail(communication: Document, person: Person, mark: str) -> None:
    if not person.enabled:
        raise NotTold(_("{0} is disabled.").format(person.user))
    # The host would keep muted mails and let them all out on some later day.
    if frappe.are_emails_muted():
        raise NotTold(_("This site lets no mail out; ask an administrator to let it, then try again."))
    if not validate_email_address(person.address):
        raise NotTold(_("{0} has no valid mail address.").format(person.user))
    frappe.sendmail(
        recipients=[person.address],
        subject=communication.title,
        template="itsm_communication",
        args={
            "message": communication.content,
            "sender": get_fullname(communication.sent_by),
            "link": get_url_to_form(communication.doctype, communication.name),
        },
        reference_doctype=communication.doctype,
        reference_name=communication.name,
        message_id=mark,
        delayed=True,
    )


def _try(work) -> str:
    """Why `work` failed; nothing of it is left then. Empty where it succeeded."""
    frappe.db.savepoint("sms_iso20000_telling")
    try:
        work()
    except Exception as fault:
        frappe.db.rollback(save_point="sms_iso20000_telling")
        return (strip_html(str(fault)) or type(fault).__name__)[:FAILURE_LENGTH]
    return ""
