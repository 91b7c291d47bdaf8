"""What a copy of a revision says of itself, so that nobody works by an obsolete one (4.3.2 h)."""

from base64 import b64encode
from xml.sax.saxutils import escape

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime, get_url_to_form

from sms_iso20000.life.short_link import short_url
from sms_iso20000.rules.revision import State

# Pixels of the tile that is repeated down each page, and of its letters; long words are made to fit.
TILE_WIDTH, TILE_HEIGHT, LETTERS, WORD_WIDTH = 760, 480, 92, 640


def copy_notice(doc: Document) -> str:
    """HTML that every print of `doc` holds: nothing for the revision in force, else a watermark on each page, and a
    box that says why it is not in force and what is."""
    if doc.is_in_force:
        return ""
    return frappe.render_template(
        "sms_iso20000/templates/copy_notice.html",
        {
            "doc": doc,
            "watermark": _watermark(_word(doc)),
            "sentences": _sentences(doc),
            "successor": _successor(doc),
        },
    )


def _word(doc: Document) -> str:
    ended = (State.SUPERSEDED, State.WITHDRAWN)
    return _(doc.workflow_state) if doc.workflow_state in ended else _("Not in Force")


def _sentences(doc: Document) -> list[str]:
    if doc.workflow_state == State.SUPERSEDED:
        since = format_datetime(doc.superseded_on)
        return [_("This copy is obsolete: its revision was superseded on {0}.").format(since)]
    if doc.workflow_state == State.WITHDRAWN:
        since = format_datetime(doc.withdrawn_on)
        return [
            _("This copy is obsolete: its revision was withdrawn on {0}.").format(since),
            _("Reason: {0}").format(doc.withdrawal_reason or "–"),
        ]
    return [_("This copy is not in force: its revision is {0}.").format(_(doc.workflow_state or State.DRAFT.value))]


def _successor(doc: Document) -> dict | None:
    """What replaced a superseded revision, and where it is found."""
    if doc.workflow_state != State.SUPERSEDED or not doc.superseded_by:
        return None
    successor = frappe.db.get_value(doc.doctype, doc.superseded_by, ["code", "revision", "issued_on"], as_dict=True)
    if not successor:
        return None
    key = doc.get("link_key")
    return {
        "sentence": _("{0}, revision {1}, replaces it since {2}:").format(
            successor.code, successor.revision, format_datetime(successor.issued_on)
        ),
        "url": short_url(key) if key else get_url_to_form(doc.doctype, doc.superseded_by),
    }


def _watermark(word: str) -> str:
    """A tile with `word` across it, as the address of an image: a background is repeated on each page by every
    program that prints, which nothing placed on the page is."""
    size = min(LETTERS, WORD_WIDTH // max(1, sum(1.0 if ord(letter) > 0x2E7F else 0.7 for letter in word)))
    x, y = TILE_WIDTH // 2, TILE_HEIGHT // 2
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{TILE_WIDTH}" height="{TILE_HEIGHT}" '
        f'viewBox="0 0 {TILE_WIDTH} {TILE_HEIGHT}">'
        f'<text x="{x}" y="{y}" transform="rotate(-28 {x} {y})" text-anchor="middle" font-family="sans-serif" '
        f'font-size="{int(size)}" font-weight="bold" fill="#c0392b" fill-opacity="0.2">'
        f"{escape(word.upper())}</text></svg>"
    )
    return f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
