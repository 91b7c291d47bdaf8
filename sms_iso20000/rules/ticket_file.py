"""Reading tickets from a CSV file that another tool wrote: row by row, with every fault of every row (4.5.4.1).

A file is read as a stream, twice: once to examine all of it, once more for the tickets. What is kept of it in between
is one number per ticket, not the rows.
"""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from sms_iso20000.rules.unmet import Unmet

ENCODINGS = {"UTF-8": "utf-8-sig", "Windows-1252": "cp1252", "GB18030": "gb18030", "UTF-16": "utf-16"}
DELIMITERS = {"Comma": ",", "Semicolon": ";", "Tab": "\t"}
# What a file of an encoding begins with, where it says so.
MARKS = {"UTF-8": (BOM_UTF8,), "UTF-16": (BOM_UTF16_LE, BOM_UTF16_BE)}
TIME = r"(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
# Each way to write a date, and where year, month and day stand in it. Seconds may follow, and a day may stand alone.
DATE_FORMATS = {
    "2026-12-31 23:59": (re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){TIME}", re.ASCII), (1, 2, 3)),
    "31-12-2026 23:59": (re.compile(rf"(\d{{1,2}})-(\d{{1,2}})-(\d{{4}}){TIME}", re.ASCII), (3, 2, 1)),
    "31/12/2026 23:59": (re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){TIME}", re.ASCII), (3, 2, 1)),
    "12/31/2026 23:59": (re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){TIME}", re.ASCII), (3, 1, 2)),
    "31.12.2026 23:59": (re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){TIME}", re.ASCII), (3, 2, 1)),
}
# No service desk is older; what a database cannot keep lies before.
EARLIEST_YEAR = 1900
DATES = ("opened_on", "closed_on")
TEXTS = ("target_result", "service", "team", "customer", "supplier", "priority")
# Characters that a field of the database takes.
MOST_CHARACTERS = 140
# Faults that are kept one by one, so that a report of them stays a file that the host accepts; all are counted.
MOST_FAULTS = 5000
READ_AT_ONCE = 64 * 1024
# The host shows texts as HTML.
NO_MARKUP = str.maketrans("<>", "‹›")


@dataclass(frozen=True)
class Layout:
    """How a file is to be read. `columns` has the heading for each field of a ticket that the file fills."""

    encoding: str
    delimiter: str
    date_format: str
    columns: Mapping[str, str]
    unknown_marker: str = ""
    is_event_log: bool = False


@dataclass(frozen=True)
class Ticket:
    """A ticket of a service desk outside; empty texts where the file says nothing."""

    ticket_id: str
    opened_on: datetime | None = None
    closed_on: datetime | None = None
    target_result: str = ""
    service: str = ""
    team: str = ""
    customer: str = ""
    supplier: str = ""
    priority: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line of the file: in which column and with which value, where it is about one."""

    line: int
    reason: Unmet
    column: str = ""
    value: str = ""


class Unreadable(Exception):
    """The file cannot be read beyond what `faults` name."""

    def __init__(self, *faults: Fault):
        super().__init__(*faults)
        self.faults = faults


@dataclass(frozen=True)
class Row:
    """A row as it was read. With faults, the ticket lacks what could not be read."""

    line: int
    ticket: Ticket
    faults: tuple[Fault, ...] = ()


@dataclass
class Examination:
    """What a whole file says. `last_lines` has the line of each ticket that counts; `first_rows` are for showing."""

    rows: int = 0
    refused: int = 0
    faults: list[Fault] = field(default_factory=list)
    last_lines: dict[str, int] = field(default_factory=dict)
    first_rows: list[Row] = field(default_factory=list)

    def refuse(self, *faults: Fault) -> None:
        """Count one refused row, and keep its faults as far as there is room."""
        self.refused += 1
        self.faults += faults[: max(0, MOST_FAULTS - len(self.faults))]


def examine(content: BinaryIO, layout: Layout, rows_to_show: int = 0) -> Examination:
    """Read the whole file and collect everything that is wrong with it; it can be imported where nothing is."""
    found = Examination()
    try:
        for row in read_rows(content, layout):
            faults = [*row.faults, *_fault_of_repetition(row, found.last_lines, layout)]
            if row.ticket.ticket_id and (layout.is_event_log or row.ticket.ticket_id not in found.last_lines):
                found.last_lines[row.ticket.ticket_id] = row.line
            found.rows += 1
            if faults:
                found.refuse(*faults)
            if len(found.first_rows) < rows_to_show:
                found.first_rows.append(Row(row.line, row.ticket, tuple(faults)))
    except Unreadable as unreadable:
        found.refuse(*unreadable.faults)
    else:
        if not found.rows:
            found.refuse(Fault(1, Unmet("ticket_file_empty")))
    return found


def read_tickets(content: BinaryIO, layout: Layout, last_lines: Mapping[str, int]) -> Iterator[Ticket]:
    """The tickets of a file that was examined and found good, each once: as its last row says."""
    for row in read_rows(content, layout):
        if last_lines.get(row.ticket.ticket_id) == row.line:
            yield row.ticket


def read_rows(content: BinaryIO, layout: Layout) -> Iterator[Row]:
    """The rows below the headings; empty ones are passed over. Raises Unreadable for a file that is not what `layout`
    says, or lacks its columns."""
    with closing(_cells(content, layout.encoding, layout.delimiter)) as lines:
        _line, headings = next(lines, (1, []))
        if unmet := unmet_columns(headings, layout.columns):
            raise Unreadable(*(Fault(1, reason, reason.values.get("column", "")) for reason in unmet))
        positions = {name: headings.index(heading) for name, heading in layout.columns.items() if heading}
        for line, cells in lines:
            if len(cells) != len(headings):
                yield Row(line, Ticket(""), (_fault_of_width(line, cells, headings),))
            else:
                yield _row(line, {name: cells[place] for name, place in positions.items()}, layout)


def read_headings(content: BinaryIO, encoding: str, delimiter: str) -> list[str]:
    """The first row that says anything. Raises Unreadable."""
    with closing(_cells(content, encoding, delimiter)) as lines:
        return next(lines, (1, []))[1]


def unmet_columns(headings: list[str], columns: Mapping[str, str]) -> list[Unmet]:
    """Every column that is asked for and stands in the file not at all, or twice."""
    if not headings:
        return [Unmet("ticket_file_empty")]
    unmet = []
    for heading in dict.fromkeys(filter(None, columns.values())):
        if heading not in headings:
            unmet.append(Unmet("ticket_column_unknown", {"column": heading}))
        elif headings.count(heading) > 1:
            unmet.append(Unmet("ticket_column_twice", {"column": heading}))
    return unmet


def read_date(text: str, date_format: str) -> datetime | None:
    """The moment that `text` names; None where it is not written like `date_format`, or there is no such day."""
    pattern, places = DATE_FORMATS[date_format]
    found = pattern.fullmatch(text)
    if not found:
        return None
    day = [int(found[place]) for place in places]
    try:
        moment = datetime(*day, *(int(part or 0) for part in found.groups()[3:]))
    except ValueError:
        return None
    return moment if moment.year >= EARLIEST_YEAR else None


# -- a row -----------------------------------------------------------------------------------------------------------


def _row(line: int, cells: dict[str, str], layout: Layout) -> Row:
    texts = {name: "" if text == layout.unknown_marker else text for name, text in cells.items()}
    dates = {name: read_date(texts[name], layout.date_format) for name in DATES if texts.get(name)}
    others = {name: text.translate(NO_MARKUP) for name, text in texts.items() if name not in DATES}
    faults = [
        Fault(line, reason, layout.columns[name], texts[name])
        for name, reason in _unmet_in_row(texts, dates, layout.date_format)
    ]
    return Row(line, Ticket(**others, **dates), tuple(faults))


def _unmet_in_row(
    texts: dict[str, str], dates: dict[str, datetime | None], date_format: str
) -> Iterator[tuple[str, Unmet]]:
    """Field and reason of everything that is wrong in a row."""
    if not texts["ticket_id"]:
        yield "ticket_id", Unmet("ticket_id_missing")
    for name, moment in dates.items():
        if moment is None:
            yield name, Unmet("ticket_date_unreadable", {"date_format": date_format})
    opened_on, closed_on = (dates.get(name) for name in DATES)
    if opened_on and closed_on and closed_on < opened_on:
        yield "closed_on", Unmet("ticket_closed_before_opened")
    for name, text in texts.items():
        if name not in DATES and len(text) > MOST_CHARACTERS:
            yield name, Unmet("ticket_value_too_long", {"most": MOST_CHARACTERS})


def _fault_of_width(line: int, cells: list[str], headings: list[str]) -> Fault:
    return Fault(line, Unmet("ticket_row_width", {"found": len(cells), "expected": len(headings)}))


def _fault_of_repetition(row: Row, last_lines: dict[str, int], layout: Layout) -> list[Fault]:
    name = row.ticket.ticket_id
    if layout.is_event_log or name not in last_lines:
        return []
    return [Fault(row.line, Unmet("ticket_id_twice", {"line": last_lines[name]}), layout.columns["ticket_id"], name)]


# -- the text --------------------------------------------------------------------------------------------------------


def _cells(content: BinaryIO, encoding: str, delimiter: str) -> Generator[tuple[int, list[str]], None, None]:
    """Each row with anything in it, and the line it begins in."""
    _require_text(content, encoding)
    # A quotation mark out of place is no guess of ours.
    reader = csv.reader(_lines(content, encoding), delimiter=DELIMITERS[delimiter], strict=True)
    line = 1
    try:
        for cells in reader:
            whole = [cell.strip() for cell in cells]
            if any(whole):
                yield line, whole
            line = reader.line_num + 1
    except csv.Error:
        raise Unreadable(Fault(line, Unmet("ticket_file_not_csv", {"line": line}))) from None


def _require_text(content: BinaryIO, encoding: str) -> None:
    """Refuse at once what shows by its first bytes: other files than texts, and the marks of other encodings."""
    start = content.read(READ_AT_ONCE)
    content.seek(0)
    marked = next((name for name, marks in MARKS.items() if start.startswith(marks)), None)
    if b"\0" in start and marked != "UTF-16":
        raise Unreadable(Fault(1, Unmet("ticket_file_not_text")))
    if start and marked != encoding and (marked or encoding == "UTF-16"):
        raise Unreadable(_wrong_encoding(1, encoding))


def _lines(content: BinaryIO, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(content, encoding=ENCODINGS[encoding], newline="")
    try:
        # Not `yield from`, which would close the file along with this.
        for line in text:  # noqa: UP028
            yield line
    except UnicodeError:
        content.seek(0)
        raise Unreadable(_wrong_encoding(_undecodable_line(content, encoding), encoding)) from None
    finally:
        # Whoever opened the file closes it.
        text.detach()


def _undecodable_line(content: BinaryIO, encoding: str) -> int:
    """The line of the first bytes that mean nothing in `encoding`."""
    decoder = getincrementaldecoder(ENCODINGS[encoding])()
    line = 1
    while part := content.read(READ_AT_ONCE):
        before = decoder.getstate()
        try:
            line += decoder.decode(part).count("\n")
        except UnicodeError:
            decoder.setstate(before)
            return line + _lines_before_fault(decoder, part)
    return line


def _lines_before_fault(decoder, part: bytes) -> int:
    lines = 0
    try:
        for number in range(len(part)):
            lines += decoder.decode(part[number : number + 1]).count("\n")
    except UnicodeError:
        pass
    return lines


def _wrong_encoding(line: int, encoding: str) -> Fault:
    return Fault(line, Unmet("ticket_file_wrong_encoding", {"line": line, "encoding": encoding}))
