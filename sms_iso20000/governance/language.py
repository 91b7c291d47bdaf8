"""Sentences for somebody else: a background job begins without the language of whoever reads what it writes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import frappe
from frappe.translate import get_user_lang


def in_reader_language(record: Mapping[str, Any], field: str = "title") -> str:
    """`field` of `record`, or what stands beside it in Chinese for a Chinese reader, where somebody entered that."""
    in_chinese = record.get(f"{field}_zh") if (frappe.local.lang or "").startswith("zh") else ""
    return in_chinese or record.get(field) or ""


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
