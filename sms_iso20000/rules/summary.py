"""A conformity run as lines for a terminal: widths, shortening and order, for whatever language the words are in."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sms_iso20000.rules.verdict import SEVERITY, Status

WIDTH = 110
MOST_URGENT = 10
LINES_OF_REASON = 2
# The table shows them from good to bad, what is not looked at last.
COLUMNS = (Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE, Status.NO_CHECK)


@dataclass(frozen=True)
class Result:
    """What a run found for one requirement: `record` is the first linked record, `others` says how many more."""

    clause: str
    status: Status
    reason: str
    record: str = ""
    others: int = 0


@dataclass(frozen=True)
class Words:
    """The words of the screen in the reader's language; those with braces are filled in here."""

    heading: str
    figures: str
    clause: str
    statuses: Mapping[Status, str]
    gaps: str
    no_gaps: str
    more_gaps: str
    open_record: str
    open_record_and_others: str
    titles: Mapping[str, str]


def one_screen(results: Iterable[Result], words: Words, width: int = WIDTH) -> list[str]:
    """Readiness by clause and the most urgent gaps, in lines of at most `width` columns."""
    results = list(results)
    lines = [words.heading, words.figures, "", *_by_clause(results, words, width), "", *_gaps(results, words, width)]
    return [shortened(line, width) for line in lines]


def checked_lines(results: Iterable[Result], words: Words, width: int = WIDTH) -> list[str]:
    """Requirement, status and reason of everything that has a check; long reasons go on in the next line."""
    looked_at = [result for result in results if result.status is not Status.NO_CHECK]
    clause_width = max((columns(result.clause) for result in looked_at), default=0)
    status_width = max((columns(words.statuses[result.status]) for result in looked_at), default=0)
    indent = clause_width + status_width + 4
    lines = []
    for result in looked_at:
        first, *rest = wrapped(result.reason, width - indent) or [""]
        head = f"{padded(result.clause, clause_width)}  {padded(words.statuses[result.status], status_width)}  "
        lines += [(head + first).rstrip(), *(" " * indent + line for line in rest)]
    return lines


def urgent_gaps(results: Iterable[Result]) -> list[Result]:
    """What is looked at and not Met, the worst first, in the order of the clauses."""
    gaps = [result for result in results if result.status not in (Status.MET, Status.NO_CHECK)]
    return sorted(gaps, key=lambda result: SEVERITY.index(result.status))


def top_clause(clause: str) -> str:
    """The clause of the table that a requirement belongs to: 4.5 for "4.5.4.1 .4"."""
    return ".".join(clause.split(" ")[0].split(".")[:2])


def columns(text: str) -> int:
    """Columns that a text takes on a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def shortened(text: str, width: int) -> str:
    """The text, or its beginning and an ellipsis where it is wider than `width` columns."""
    if columns(text) <= width:
        return text
    while columns(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at spaces, and anywhere where there is none."""
    lines, line = [], ""
    for word in _pieces(text, width):
        if columns((line + word).rstrip()) > width and line:
            lines.append(line.rstrip())
            line = ""
        line += word if line else word.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, width: int) -> list[str]:
    """Words with the space before them, none wider than `width`; each Chinese character is a word."""
    pieces = [""]
    for character in text:
        full = columns(pieces[-1]) >= width or (pieces[-1] and columns(pieces[-1][-1]) == 2)
        if character == " " or columns(character) == 2 or full:
            pieces.append(character)
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece]


def _by_clause(results: list[Result], words: Words, width: int) -> list[str]:
    shown = [words.statuses[status] for status in COLUMNS]
    widths = [columns(word) for word in shown]
    room = width - sum(widths) - 2 * len(widths)
    rows = [padded(words.clause, room) + "".join("  " + word for word in shown)]
    for clause in dict.fromkeys(top_clause(result.clause) for result in results):
        statuses = [result.status for result in results if top_clause(result.clause) == clause]
        title = shortened(f"{clause}  {words.titles.get(clause, '')}".rstrip(), room)
        figures = (str(statuses.count(status)).rjust(wide) for status, wide in zip(COLUMNS, widths, strict=True))
        rows.append(padded(title, room) + "".join("  " + figure for figure in figures))
    return rows


def _gaps(results: list[Result], words: Words, width: int) -> list[str]:
    gaps = urgent_gaps(results)
    if not gaps:
        return [words.no_gaps]
    shown = gaps[:MOST_URGENT]
    clause_width = max(columns(gap.clause) for gap in shown)
    indent = clause_width + 4
    lines = [words.gaps]
    for gap in shown:
        heads = [f"  {padded(gap.clause, clause_width)}  ", *[" " * indent] * LINES_OF_REASON]
        lines += [head + line for head, line in zip(heads, _said(gap, words, width - indent), strict=False)]
    if len(gaps) > len(shown):
        lines.append("  " + words.more_gaps.format(count=len(gaps) - len(shown)))
    return lines


def _said(gap: Result, words: Words, width: int) -> list[str]:
    """Status and reason in at most two lines, and the record to open in one."""
    reason = wrapped(f"{words.statuses[gap.status]}: {gap.reason}", width)
    if len(reason) > LINES_OF_REASON:
        rest = " ".join(reason[LINES_OF_REASON - 1 :])
        reason = [*reason[: LINES_OF_REASON - 1], shortened(rest, width)]
    if not gap.record:
        return reason
    pattern = words.open_record_and_others if gap.others else words.open_record
    return [*reason, pattern.format(record=gap.record, others=gap.others)]
