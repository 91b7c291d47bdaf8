"""Communications and their procedures that tests start from, and the mail of the host around them."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import signature

import frappe
from frappe.email.queue import flush
from frappe.model.document import Document

from tests.integration.copies import made_once
from tests.integration.stage import AUDIENCE, MANAGER, acting_as

RECEIPT = "ITSM Communication Receipt"
ACCOUNT = "Test Outgoing"
CROWD = "crowd."


def communication_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Communication",
        "system": system.name,
        "title": "What our customers need of us",
        "purpose": "Service Requirements",
        "content": "<p>Our customers need the network <b>at night</b> too.</p>",
        "by_mail": 0,
        "audience": [{"audience_type": "User", "audience": user} for user in AUDIENCE],
        **values,
    }


def make_communication(system, stage_: str = "Draft", sender: str = MANAGER, **values) -> Document:
    """A communication in `stage_`: Draft, or Sending with nobody told yet."""
    with acting_as(sender):
        communication = frappe.get_doc(communication_values(system, **values)).insert()
        if stage_ == "Sending":
            communication.send()
    return communication


@made_once
def make_procedure(system, **values) -> Document:
    with acting_as(MANAGER):
        return frappe.get_doc(
            {
                "doctype": "ITSM Communication Procedure",
                "system": system.name,
                "title": "Service requirements",
                "purpose": "Service Requirements",
                "teller": MANAGER,
                "frequency": "Quarterly",
                "starts_on": "2026-01-31",
                "procedure": "Take the list of requirements, write what changed, send it.",
                "asks_acknowledgement": 1,
                "audience": [{"audience_type": "User", "audience": user} for user in AUDIENCE],
                **values,
            }
        ).insert()


def receipts_of(communication) -> dict[str, dict]:
    rows = frappe.get_all(RECEIPT, filters={"communication": communication.name}, fields=["*"], order_by="user asc")
    return {row.user: row for row in rows}


def bells_of(communication) -> list[str]:
    """For whom the bell was rung, as often as it was."""
    return frappe.get_all(
        "Notification Log",
        filters={"document_type": communication.doctype, "document_name": communication.name},
        pluck="for_user",
        order_by="for_user asc",
    )


def mails_of(communication) -> list[str]:
    """To whom the host's queue holds a mail, as often as it does."""
    mails = frappe.get_all("Email Queue", filters={"reference_name": communication.name}, pluck="name", order_by="name")
    return frappe.get_all(
        "Email Queue Recipient", filters={"parent": ["in", mails]}, pluck="recipient", order_by="recipient asc"
    )


def make_crowd(number: int) -> list[dict]:
    """Audience rows of a group of so many enabled people; `disperse_crowd` removes them all."""
    people = [f"{CROWD}{number}.{index}@sms.example.com" for index in range(number)]
    moment, group = frappe.utils.now(), f"{CROWD}{number}"
    frappe.db.bulk_insert(
        "User",
        ["name", "email", "first_name", "full_name", "enabled", "user_type", "creation", "modified"],
        [(person, person, "One", "One of Many", 1, "System User", moment, moment) for person in people],
    )
    frappe.db.bulk_insert("User Group", ["name", "creation", "modified"], [(group, moment, moment)])
    frappe.db.bulk_insert(
        "User Group Member",
        ["name", "user", "parent", "parenttype", "parentfield", "idx"],
        [
            (frappe.generate_hash(length=12), person, group, "User Group", "user_group_members", index + 1)
            for index, person in enumerate(people)
        ],
    )
    return [{"audience_type": "User Group", "audience": group}]


def disperse_crowd() -> None:
    frappe.db.delete("User Group Member", {"parent": ["like", f"{CROWD}%"]})
    for doctype in ("User Group", "User"):
        frappe.db.delete(doctype, {"name": ["like", f"{CROWD}%"]})


@contextmanager
def mail_goes_out(monkeypatch, account: bool = True, port: int = 25) -> Iterator[None]:
    """The site lets mails out, with an outgoing account or without."""
    monkeypatch.setitem(frappe.conf, "mute_emails", 0)
    _remove_account()
    if account:
        frappe.get_doc(
            {
                "doctype": "Email Account",
                "name": ACCOUNT,
                "email_account_name": ACCOUNT,
                "email_id": "desk@sms.example.com",
                "enable_outgoing": 1,
                "default_outgoing": 1,
                "no_smtp_authentication": 1,
                "smtp_server": "127.0.0.1",
                "smtp_port": port,
            }
        ).db_insert()
    try:
        yield
    finally:
        _remove_account()


def send_queued_mails(times: int = 1) -> None:
    """What the host's scheduler does every few minutes."""
    # Earlier releases of the host send in the background unless told.
    at_once = {"from_test": True} if "from_test" in signature(flush).parameters else {}
    for _time in range(times):
        flush(**at_once)


def closed_port() -> int:
    """A port of this computer at which nobody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def clear_mails() -> None:
    _remove_account()
    names = frappe.get_all(
        "Email Queue", filters={"reference_doctype": "ITSM Communication"}, pluck="name", order_by="name asc"
    )
    if names:
        frappe.db.delete("Email Queue Recipient", {"parent": ["in", names]})
        frappe.db.delete("Email Queue", {"name": ["in", names]})


def _remove_account() -> None:
    frappe.db.delete("Email Account", {"name": ACCOUNT})
    frappe.clear_document_cache("Email Account", ACCOUNT)
    # The host remembers the account it found for as long as the request or job lasts.
    frappe.local.outgoing_email_account = {}
