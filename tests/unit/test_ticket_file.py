"""Files of tickets: what is read, every fault of every row, and what a file tells about itself."""

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.ticket_file import (
    DATE_FORMATS,
    DELIMITERS,
    ENCODINGS,
    MOST_FAULTS,
    Layout,
    Ticket,
    examine,
    read_date,
    read_tickets,
)
from sms_iso20000.rules.ticket_layout import guess_layout, guess_results

COLUMNS = {"ticket_id": "id", "opened_on": "opened", "closed_on": "closed", "service": "service"}
LAYOUT = Layout("UTF-8", "Comma", "2026-12-31 23:59", COLUMNS)
GOOD = ["A1", "2026-10-01 08:00", "2026-10-02 09:30", "Network"]
STRFTIME = {
    "2026-12-31 23:59": "%Y-%m-%d %H:%M",
    "31-12-2026 23:59": "%d-%m-%Y %H:%M",
    "31/12/2026 23:59": "%d/%m/%Y %H:%M",
    "12/31/2026 23:59": "%m/%d/%Y %H:%M",
    "31.12.2026 23:59": "%d.%m.%Y %H:%M",
}
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31)).map(lambda moment: moment.replace(microsecond=0))
# What a cell may hold: everything that a text can, without what is stripped at its ends.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip)


def layout(**values) -> Layout:
    return Layout(**{**vars(LAYOUT), **values})


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([list(COLUMNS.values()), *rows])
    return text.getvalue()


def examined(content: bytes | str, **values):
    content = content.encode() if isinstance(content, str) else content
    return examine(io.BytesIO(content), layout(**values))


def faults(content: bytes | str, **values) -> list[tuple[int, str]]:
    return [(fault.line, fault.reason.code) for fault in examined(content, **values).faults]


def tickets(content: bytes, **values) -> list[Ticket]:
    found = examine(io.BytesIO(content), layout(**values))
    assert found.faults == []
    return list(read_tickets(io.BytesIO(content), layout(**values), found.last_lines))


# -- dates -----------------------------------------------------------------------------------------------------------


@given(MOMENTS, st.sampled_from(sorted(DATE_FORMATS)))
def test_date_is_read_as_it_is_written(moment, date_format):
    # Years before 1000 are written without zeros by some systems.
    to_the_minute = moment.strftime(STRFTIME[date_format])
    assert read_date(to_the_minute, date_format) == moment.replace(second=0)
    assert read_date(f"{to_the_minute}:{moment.second:02}", date_format) == moment
    assert read_date(to_the_minute.split()[0], date_format) == datetime(moment.year, moment.month, moment.day)


@given(st.text(max_size=20), st.sampled_from(sorted(DATE_FORMATS)))
def test_no_text_breaks_the_reading_of_dates(text, date_format):
    moment = read_date(text, date_format)
    assert moment is None or moment.year >= 1900


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "2026-02-30 08:00", "2026-13-01 08:00", "2026-10-01 24:00", "2026-10-01 08:60"),
        *("1899-12-31 08:00", "31-12-2026 08:00", "2026/10/01 08:00", "2026-10-01 08:00 PM"),
        *("2026-10-01T08:00:00Z", "٢٠٢٦-١٠-٠١ 08:00"),
    ],
)
def test_no_date(text):
    assert read_date(text, "2026-12-31 23:59") is None


# -- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (GOOD, []),
        (["A1", "", "", ""], []),
        (["A1", GOOD[1], GOOD[1], ""], []),
        (["", *GOOD[1:]], ["ticket_id_missing"]),
        (["?", *GOOD[1:]], ["ticket_id_missing"]),
        (["A1", "?", "?", "?"], []),
        (["A1", GOOD[2], GOOD[1], ""], ["ticket_closed_before_opened"]),
        (["A1", "soon", "later", ""], ["ticket_date_unreadable"] * 2),
        (["A" * 140, *GOOD[1:]], []),
        (["A" * 141, *GOOD[1:3], "B" * 141], ["ticket_value_too_long"] * 2),
        (
            ["", GOOD[2], GOOD[1], "B" * 141],
            ["ticket_id_missing", "ticket_closed_before_opened", "ticket_value_too_long"],
        ),
        (GOOD[:3], ["ticket_row_width"]),
        ([*GOOD, ""], ["ticket_row_width"]),
    ],
)
def test_every_fault_of_a_row(row, codes):
    other = ["B1", *GOOD[1:]]
    found = examined(written([other, row]), unknown_marker="?")
    assert [fault.reason.code for fault in found.faults] == codes
    assert {fault.line for fault in found.faults} <= {3}
    assert (found.rows, found.refused) == (2, 1 if codes else 0)


def test_where_a_fault_is():
    found = examined(written([["A1", "", "=now", ""]]))
    assert [(fault.line, fault.column, fault.value) for fault in found.faults] == [(2, "closed", "=now")]


def test_ids_once_unless_it_is_a_log_of_events():
    first, last = ["A1", *GOOD[1:]], ["A1", *GOOD[1:3], "Payroll"]
    content = written([first, ["B1", *GOOD[1:]], last])
    found = examined(content)
    assert [(fault.line, fault.reason.values) for fault in found.faults] == [(4, {"line": 2})]
    assert [(ticket.ticket_id, ticket.service) for ticket in tickets(content.encode(), is_event_log=True)] == [
        ("B1", "Network"),
        ("A1", "Payroll"),
    ]
    assert faults(written([["a1", *GOOD[1:]], ["A1", *GOOD[1:]]])) == []


def test_lines_are_those_of_the_file():
    """Empty rows are passed over, and a cell may go over lines; every line counts."""
    content = 'id,opened,closed,service\r\n\r\nA1,,,"two\nlines"\r\n , ,,\r\nA1,,,\r\n'
    assert faults(content) == [(6, "ticket_id_twice")]


def test_markup_is_text():
    assert tickets(written([["<b>", "", "", "a < b"]]).encode())[0] == Ticket("‹b›", service="a ‹ b")


def test_faults_without_number_are_counted_not_kept():
    found = examined(written([["", "", "", "x"]] * (MOST_FAULTS + 10)))
    assert (found.refused, len(found.faults)) == (MOST_FAULTS + 10, MOST_FAULTS)


@given(
    st.dictionaries(TEXTS.filter(bool), st.tuples(MOMENTS, MOMENTS, TEXTS), min_size=1, max_size=8),
    st.sampled_from(["UTF-8", "UTF-16", "GB18030"]),
    st.sampled_from(sorted(DELIMITERS)),
)
def test_what_was_written_is_read(said, encoding, delimiter):
    rows = [
        [name, f"{min(first, second)}", f"{max(first, second)}", service]
        for name, (first, second, service) in said.items()
    ]
    text = written(rows, DELIMITERS[delimiter])
    found = tickets(text.encode(ENCODINGS[encoding]), encoding=encoding, delimiter=delimiter)
    marks = str.maketrans("<>", "‹›")
    assert [(ticket.ticket_id, str(ticket.opened_on), str(ticket.closed_on), ticket.service) for ticket in found] == [
        (row[0].translate(marks), row[1], row[2], row[3].translate(marks)) for row in rows
    ]


# -- files -----------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=300), st.sampled_from(sorted(ENCODINGS)), st.sampled_from(sorted(DELIMITERS)))
def test_no_file_breaks_the_reading(content, encoding, delimiter):
    found = examined(content, encoding=encoding, delimiter=delimiter)
    assert found.refused or found.rows
    stream = io.BytesIO(written([GOOD]).encode() + content)
    examine(stream, layout(encoding=encoding, delimiter=delimiter))
    assert not stream.closed


BUERO = written([["A1", "", "", "ok"]] * 1 + [["A2", "", "", "Büro"]])


@pytest.mark.parametrize(
    ("content", "values", "expected"),
    [
        (b"", {}, [(1, "ticket_file_empty")]),
        (b"\xef\xbb\xbf", {}, [(1, "ticket_file_empty")]),
        (written([]), {}, [(1, "ticket_file_empty")]),
        (BUERO.encode("cp1252"), {}, [(3, "ticket_file_wrong_encoding")]),
        (BUERO.encode("utf-8-sig"), {}, []),
        (BUERO.encode("utf-8-sig"), {"encoding": "Windows-1252"}, [(1, "ticket_file_wrong_encoding")]),
        (BUERO.encode("cp1252"), {"encoding": "Windows-1252"}, []),
        (BUERO.encode("utf-16"), {}, [(1, "ticket_file_wrong_encoding")]),
        (BUERO.encode("utf-16")[:-1], {"encoding": "UTF-16"}, [(3, "ticket_file_wrong_encoding")]),
        (BUERO.encode("utf-16-le"), {"encoding": "UTF-16"}, [(1, "ticket_file_not_text")]),
        (BUERO.encode(), {"encoding": "UTF-16"}, [(1, "ticket_file_wrong_encoding")]),
        (b"PK\x03\x04\x14\x00\x06", {}, [(1, "ticket_file_not_text")]),
        (BUERO, {"delimiter": "Tab"}, [(1, "ticket_column_unknown")] * 4),
        ("id,id,opened,closed,service\n", {}, [(1, "ticket_column_twice")]),
        (written([GOOD]) + 'A2,,,"never closed', {}, [(3, "ticket_file_not_csv")]),
        (written([GOOD]) + 'A2,,,"closed" too soon\n', {}, [(3, "ticket_file_not_csv")]),
        (written([["A2", "", "", "x" * 200_000]]), {}, [(2, "ticket_file_not_csv")]),
    ],
)
def test_files(content, values, expected):
    assert faults(content, **values) == expected


# The last of them begins beyond what is read at once.
@pytest.mark.parametrize("lines_before", [0, 1, 9_358, 9_359, 9_360, 12_000])
def test_line_that_is_not_in_the_encoding(lines_before):
    content = written([]).encode() + b"A1,,,x\n" * lines_before + b"A2,,,\xff\n" + b"A3,,,x\n" * 3
    found = examined(content, is_event_log=True)
    assert [fault.line for fault in found.faults] == [lines_before + 2]


# -- what a file tells about itself ----------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", sorted(DELIMITERS))
@pytest.mark.parametrize("date_format", sorted(DATE_FORMATS))
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_guess(delimiter, date_format, encoding):
    moment = datetime(2026, 12, 31, 23, 59).strftime(STRFTIME[date_format])
    sign = DELIMITERS[delimiter]
    rows = [["Number", "Opened At", "Resolved", "Made SLA", "Assignment group"], ["A1", moment, moment, "TRUE", "Büro"]]
    content = "".join(f"{sign.join(row)}\n" for row in rows).encode(ENCODINGS[encoding])
    found = guess_layout(io.BytesIO(content), "Windows-1252")
    assert (found.encoding, found.delimiter, found.date_format) == (encoding, delimiter, date_format)
    assert found.columns == {
        "ticket_id": "Number",
        "opened_on": "Opened At",
        "closed_on": "Resolved",
        "target_result": "Made SLA",
        "team": "Assignment group",
    }
    assert found.headings == rows[0]


@pytest.mark.parametrize("dates", [["05/06/2026 08:00"], ["soon"], [""], ["31/12/2026 08:00", "12/31/2026 08:00"]])
def test_dates_that_do_not_tell_are_left_to_a_person(dates):
    content = "id,opened\n" + "".join(f"A,{date}\n" for date in dates)
    assert guess_layout(io.BytesIO(content.encode()), "UTF-8").date_format == ""


def test_bytes_that_do_not_tell_are_read_as_the_person_says():
    found = guess_layout(io.BytesIO("Bezeichnung,Größe\n1,2\n".encode("cp1252")), "Windows-1252")
    assert (found.encoding, found.headings, found.columns) == ("Windows-1252", ["Bezeichnung", "Größe"], {})


def test_results():
    meanings = guess_results(["TRUE", "Yes", "false", "On Hold", "", "breached", "unheard of"])
    assert meanings == {
        "in_target_values": ["TRUE", "Yes"],
        "missed_values": ["breached", "false"],
        "paused_values": ["On Hold"],
    }
