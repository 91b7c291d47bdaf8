"""The readable pages of the pack, for paper, desk and phone: no script, nothing fetched from anywhere."""

from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import frappe
from bs4 import BeautifulSoup, Comment
from frappe import _
from frappe.utils.html_utils import sanitize_html
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parents[2] / "templates" / "pack"
# What the host lets pass in rich text, but could fetch, restyle or ask for something in a page of ours.
DROPPED = [
    "script",
    "style",
    "link",
    "meta",
    "base",
    "title",
    "object",
    "embed",
    "iframe",
    "svg",
    "math",
    "video",
    "audio",
    "input",
    "button",
    "select",
    "textarea",
]
UNWRAPPED = ("html", "head", "body", "form")


def render(template: str, **values: Any) -> bytes:
    """A page in the language of the session; every value is escaped but for what `rich_text` has cleaned."""
    language = "zh" if (frappe.local.lang or "").lower().startswith("zh") else frappe.local.lang or "en"
    return _environment().get_template(template).render(language=language, **values).encode()


def rich_text(html: str | None) -> Markup:
    """Formatted text that people wrote, cleaned once more.

    The frame makes the host's sanitiser look at it in any case: it lets JSON and text without a complete tag pass.
    """
    soup = BeautifulSoup(sanitize_html(f"<div>{html or ''}</div>"), "html.parser")
    for tag in soup.find_all(DROPPED):
        tag.decompose()
    for tag in soup.find_all(UNWRAPPED):
        tag.unwrap()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for image in soup.find_all("img"):
        note = soup.new_tag("em")
        note.string = _("[Picture kept on the site: {0}]").format(image.get("alt") or image.get("src") or "")
        image.replace_with(note)
    return Markup(str(soup))


def as_it_is(name: str) -> bytes:
    """A file of the templates that is no template: it speaks all languages of the product at once."""
    return (TEMPLATES / name).read_bytes()


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    environment.filters.update(moment=_moment, anchor=_anchor, written=_written)
    return environment


def _moment(value: datetime | date | str | None) -> str:
    """Date, and time to the minute where there is one."""
    return str(value or "")[:16]


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


def _written(text: str | None) -> str:
    """What somebody typed into a plain field: the host keeps it with entities where it looked like HTML. Escaped
    again when it is put into the page."""
    return unescape(text or "")
