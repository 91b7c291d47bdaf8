"""What a file of tickets tells about itself, so that nobody has to describe it who need not (4.5.4.1)."""

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from sms_iso20000.rules.ticket_file import (
    DATE_FORMATS,
    DELIMITERS,
    MARKS,
    Layout,
    Unreadable,
    read_date,
    read_headings,
    read_rows,
)

# What tools call the column of each field of a ticket, the likeliest first.
COMMON_NAMES = {
    "ticket_id": ("number", "id", "ticket_id", "ticket_number", "incident_number", "key", "issue_key", "ticket"),
    "opened_on": ("opened_at", "opened_on", "opened", "created_at", "created_on", "created", "creation"),
    "closed_on": ("closed_at", "closed_on", "closed", "resolved_at", "resolved_on", "resolved", "resolution_date"),
    "target_result": ("made_sla", "sla_met", "within_sla", "target_result", "agreement_status", "sla_status", "sla"),
    "service": ("service", "business_service", "category"),
    "team": ("assignment_group", "agent_group", "team", "group"),
    "customer": ("customer", "client", "company", "organization", "organisation"),
    "supplier": ("supplier", "vendor"),
    "priority": ("priority",),
}
# What tools write for a target that was met, that was missed, and that waits.
IN_TARGET = {"true", "yes", "y", "1", "met", "in target", "fulfilled", "within sla", "achieved"}
MISSED = {"false", "no", "n", "0", "missed", "failed", "breached", "not met", "violated"}
PAUSED = {"paused", "on hold", "pending"}
ROWS_LOOKED_AT = 200
START = 64 * 1024


@dataclass(frozen=True)
class Guess:
    """What a file seems to be. Empty where it does not tell; `headings` are all its columns."""

    encoding: str = ""
    delimiter: str = ""
    date_format: str = ""
    headings: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


def guess_layout(content: BinaryIO, encoding: str) -> Guess:
    """Look at the beginning of a file; `encoding` is what it is read in where its bytes leave that open.

    Raises Unreadable where it is no text in that encoding.
    """
    encoding = _guessed_encoding(content) or encoding
    delimiter = _guessed_delimiter(content, encoding)
    headings = read_headings(content, encoding, delimiter)
    columns = _guessed_columns(headings)
    layout = Layout(encoding, delimiter, next(iter(DATE_FORMATS)), columns)
    return Guess(encoding, delimiter, _guessed_date_format(content, layout), headings, columns)


def guess_results(values: Collection[str]) -> dict[str, list[str]]:
    """Which of the values found most likely mean what; what means none of them is left to a person."""
    meanings = {"in_target_values": IN_TARGET, "missed_values": MISSED, "paused_values": PAUSED}
    return {
        meaning: sorted(value for value in values if value.strip().lower() in known)
        for meaning, known in meanings.items()
    }


def _guessed_encoding(content: BinaryIO) -> str:
    """UTF-8 and UTF-16 can be told by their bytes."""
    content.seek(0)
    start = content.read(START)
    if marked := [name for name, marks in MARKS.items() if start.startswith(marks)]:
        return marked[0]
    # The last line may be cut within a character.
    with suppress(UnicodeDecodeError):
        start.rpartition(b"\n")[0].decode("utf-8")
        return "UTF-8"
    return ""


def _guessed_delimiter(content: BinaryIO, encoding: str) -> str:
    """The one that makes the most columns of the first line."""

    def columns(delimiter: str) -> int:
        content.seek(0)
        return len(read_headings(content, encoding, delimiter))

    return max(DELIMITERS, key=columns)


def _guessed_columns(headings: list[str]) -> dict[str, str]:
    # The first of two of one name, which a person then sees refused.
    found = {re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_"): heading for heading in reversed(headings)}
    likeliest = {field: next((name for name in names if name in found), "") for field, names in COMMON_NAMES.items()}
    return {field: found[name] for field, name in likeliest.items() if name}


def _guessed_date_format(content: BinaryIO, layout: Layout) -> str:
    """The only format that reads every date of the first rows; empty where none does, or more than one."""
    if not {"ticket_id", "opened_on"} <= set(layout.columns):
        return ""
    content.seek(0)
    place = layout.columns["opened_on"]
    as_text = Layout(layout.encoding, layout.delimiter, layout.date_format, {"ticket_id": place})
    with suppress(Unreadable):
        dates = [row.ticket.ticket_id for row in islice(read_rows(content, as_text), ROWS_LOOKED_AT)]
        reading = [name for name in DATE_FORMATS if all(read_date(date, name) for date in dates if date)]
        return reading[0] if len(reading) == 1 else ""
    return ""
