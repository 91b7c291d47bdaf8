"""The ways a change can come in. Each answers with the refusal, or None where the change was made."""

import json
from dataclasses import dataclass
from threading import Thread

import frappe
from frappe.model.document import Document
from werkzeug.test import Client

from tests.integration import stage


@dataclass(frozen=True)
class Refusal:
    """`codes` are those of the app, or the name of the host's exception; `message` is what the person reads."""

    codes: tuple[str, ...]
    message: str
    status: int = 417

    @property
    def code(self) -> str:
        return self.codes[0]


def save_form(doc: Document, **changes) -> Refusal | None:
    """What the Save button of the form does."""
    from frappe.desk.form.save import savedocs

    values = {**json.loads(frappe.as_json(doc.as_dict())), **changes}
    return _try(lambda: savedocs(doc=json.dumps(values), action="Save"))


def client_set_value(doc: Document, **changes) -> Refusal | None:
    from frappe.client import set_value

    return _try(lambda: set_value(doc.doctype, doc.name, dict(changes)))


def rest_put(doc: Document, **changes) -> Refusal | None:
    """PUT /api/resource, through the whole web application, as the user signed in."""
    stage.commit(_system_of(doc))
    return request("PUT", f"/api/resource/{doc.doctype}/{doc.name}", changes)


DOORS = (save_form, client_set_value, rest_put)


def request(method: str, path: str, body: dict | None = None) -> Refusal | None:
    """A request to the web application as the user signed in; None where it succeeded."""
    status, answer = call(method, path, body)
    if status < 400:
        return None
    return Refusal(tuple(answer.get("refusal") or (_exception(answer),)), _messages(answer), status)


def call(method: str, path: str, body: dict | None = None) -> tuple[int, dict]:
    """Status and JSON answer of a request, made in a thread of its own as a worker process would."""
    headers = {
        "X-Frappe-Site-Name": frappe.local.site,
        "Authorization": f"token {_token(frappe.session.user)}",
        "Accept": "application/json",
    }
    answers = []

    def work() -> None:
        from frappe.app import application

        response = Client(application).open(path, method=method, json=body, headers=headers)
        answers.append((response.status_code, response.get_json(silent=True) or {}))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    # What the other connection committed is to be seen here.
    frappe.db.commit()
    return answers[0]


def _try(change) -> Refusal | None:
    frappe.db.savepoint("door")
    frappe.local.response = frappe._dict(docs=[])
    frappe.clear_messages()
    try:
        change()
    except Exception as fault:
        frappe.db.rollback(save_point="door")
        codes = getattr(fault, "codes", None) or (type(fault).__name__,)
        return Refusal(tuple(codes), str(fault))
    return None


def _system_of(doc: Document) -> Document:
    return doc if doc.doctype == "ITSM System" else frappe.get_doc("ITSM System", doc.system)


def _token(user: str) -> str:
    key = frappe.db.get_value("User", user, "api_key")
    if key:
        return f"{key}:{frappe.get_doc('User', user).get_password('api_secret')}"
    with stage.acting_as("Administrator"):
        record = frappe.get_doc("User", user)
        secret = frappe.generate_hash(length=15)
        record.api_key, record.api_secret = frappe.generate_hash(length=15), secret
        record.save()
        frappe.db.commit()
    return f"{record.api_key}:{secret}"


def _exception(answer: dict) -> str:
    """The host's exception class; earlier releases give only the last line of the traceback."""
    return answer.get("exc_type") or answer.get("exception", "").split(":")[0].rsplit(".", 1)[-1]


def _messages(answer: dict) -> str:
    messages = [json.loads(text) for text in json.loads(answer.get("_server_messages") or "[]")]
    return " ".join(message.get("message", "") for message in messages) or answer.get("exception", "")
