"""What differs between two texts, line by line (ISO/IEC 20000-1:2011, 4.3.2 d)."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from html.parser import HTMLParser

# Elements of rich text that begin a line of their own.
LISTS_AND_TABLES = {"dd", "dl", "dt", "li", "ol", "table", "tr", "ul"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"address", "blockquote", "br", "div", "figure", "hr", "p", "pre"} | LISTS_AND_TABLES | HEADINGS
UNSEEN = {"script", "style"}
# Lines shown before and after a difference.
CONTEXT = 2


class Change(str, Enum):
    ADDED = "Added"
    REMOVED = "Removed"
    SAME = "Same"


@dataclass(frozen=True)
class Line:
    change: Change
    text: str


def lines_of(rich_text: str) -> list[str]:
    """The lines a person reads of rich text, without markup, blank lines and space around them."""
    reader = _Reader()
    reader.feed(rich_text or "")
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return [line for line in lines if line]


def difference(before: list[str], after: list[str]) -> list[Line]:
    """Lines removed and added in the order of the texts, each with the same lines around it; empty where all are."""
    lines: list[Line] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        for tag, first, last, first_after, last_after in group:
            if tag == "equal":
                lines += [Line(Change.SAME, text) for text in before[first:last]]
                continue
            lines += [Line(Change.REMOVED, text) for text in before[first:last]]
            lines += [Line(Change.ADDED, text) for text in after[first_after:last_after]]
    return lines


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag, attrs):
        self.unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag == "img":
            self.parts.append(f" [{dict(attrs).get('alt') or dict(attrs).get('src') or ''}] ")

    def handle_endtag(self, tag):
        self.unseen -= tag in UNSEEN and self.unseen > 0
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.unseen:
            self.parts.append(data)
