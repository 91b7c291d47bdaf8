"""How the server says no: every reason at once, each with a stable code and one sentence in the reader's language."""

from datetime import date
from typing import Any, NoReturn

import frappe
from frappe import _

from sms_iso20000.refusal.sentences import all_sentences
from sms_iso20000.rules.unmet import Unmet


class Refused(frappe.ValidationError):
    """Raised by `refuse`; `codes` names the reasons. Clients find the same codes in the answer as `refusal`."""

    codes: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.codes[0] if self.codes else ""


def refuse(*unmet: Unmet) -> NoReturn:
    """Raise `Refused` with the sentences of all reasons; the request is rolled back by the host."""
    codes = tuple(dict.fromkeys(reason.code for reason in unmet))
    sentences = list(dict.fromkeys(sentence(reason) for reason in unmet))
    frappe.local.response["refusal"] = list(codes)
    try:
        frappe.throw("<br>".join(sentences), exc=Refused, title=_("Not done"))
    except Refused as refusal:
        refusal.codes = codes
        raise


def sentence(reason: Unmet) -> str:
    """The sentence of one reason; values are escaped, since the host shows messages as HTML."""
    values = {key: frappe.utils.escape_html(_shown(value)) for key, value in reason.values.items()}
    return all_sentences()[reason.code].format(**values)


def _shown(value: Any) -> str:
    """A value in a sentence; days as the reader's settings write them."""
    return frappe.utils.formatdate(value) if isinstance(value, date) else str(value)
