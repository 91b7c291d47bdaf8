"""The sentences behind the reason codes of checks, in the reader's language."""

import json
from collections.abc import Iterable
from typing import Any

from frappe import _
from frappe.utils import formatdate

from sms_iso20000.conformity.sentences import all_sentences
from sms_iso20000.rules.verdict import Reason

DATES = ("last", "due")
# Of so many documents a sentence names the kind and where each is needed.
DOCUMENTS_NAMED = 5


def sentences_of(reasons: str | None) -> str:
    """The reasons of a stored result as one text; `reasons` is the JSON that the engine wrote."""
    return " ".join(sentence(Reason(row["code"], row["values"])) for row in json.loads(reasons or "[]"))


def as_json(reasons: Iterable[Reason]) -> str:
    """Reasons as the engine stores them."""
    return json.dumps(
        [{"code": reason.code, "values": reason.values} for reason in reasons],
        ensure_ascii=False,
        sort_keys=True,
    )


def sentence(reason: Reason) -> str:
    """The sentence of one reason; a code this release does not know is shown with its values rather than hidden."""
    template = all_sentences().get(reason.code)
    if template is None:
        return f"{reason.code} {reason.values}"
    return template.format(**{key: _shown(key, value) for key, value in reason.values.items()})


def _shown(key: str, value: Any) -> Any:
    if key in DATES:
        return formatdate(value)
    if key == "kinds":
        return ", ".join(map(_, value))
    if key == "documents":
        more = ["…"] if len(value) > DOCUMENTS_NAMED else []
        return "; ".join([*(_document(*row) for row in value[:DOCUMENTS_NAMED]), *more])
    return value


def _document(kind: str, place: str) -> str:
    return f"{_(kind)} ({place})" if place else _(kind)
