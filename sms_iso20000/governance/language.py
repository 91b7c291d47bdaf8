"""Sentences for somebody else: a background job begins without the language of whoever reads what it writes."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.translate import get_user_lang


def language_read() -> str:
    """The language, of those that the catalogue is written in, in which the reader is told of it: en or zh."""
    return "zh" if (frappe.local.lang or "").startswith("zh") else "en"


@contextmanager
def language_of(user: str) -> Iterator[None]:
    """Sentences in the language of `user` within the block."""
    with _speaking(get_user_lang(user)):
        yield


@contextmanager
def language_of_site() -> Iterator[None]:
    """Sentences in the language of the site within the block, for what is stored and read by many."""
    with _speaking(frappe.db.get_default("lang") or "en"):
        yield


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    before = frappe.local.lang
    frappe.local.lang = language
    try:
        yield
    finally:
        frappe.local.lang = before
