"""Where the bones of a cause-and-effect picture lie (4.5.5.1). Lengths are in units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

CATEGORIES = ("People", "Method", "Technology", "Information", "Partner", "Environment")
# Distance of the bones along the spine, and by how much their outer ends lean back.
COLUMN, FIRST, SLANT = 255, 270, 70
LINE, LABEL, GAP = 15, 26, 10
CAUSE_WIDTH, HEAD_WIDTH = 28, 24
CAUSE_LINES, HEAD_LINES = 3, 8
LEAST_HEIGHT = 84


@dataclass(frozen=True)
class Line:
    """A line of text that ends at `x`, with its base at `y`."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Twig:
    """A cause in as many lines as it takes; `whole` is all of it, and `is_root` marks the root cause."""

    whole: str
    is_root: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Bone:
    """One category: from the outer end `x1`, `y1` down or up to the spine at `x2`, `y2`."""

    category: str
    x1: float
    y1: float
    x2: float
    y2: float
    is_root: bool
    causes: tuple[Twig, ...]

    @property
    def is_above(self) -> bool:
        return self.y1 < self.y2


@dataclass(frozen=True)
class Fishbone:
    height: float
    spine: float
    head: tuple[str, ...]
    bones: tuple[Bone, ...]


def fishbone(effect: str, causes: Sequence[tuple[str, str]], root: tuple[str, str] = ("", "")) -> Fishbone:
    """The picture of `effect` with `causes` as category and text; `root` is the category and text of the root cause."""
    by_category: dict[str, list[tuple[str, bool]]] = {category: [] for category in CATEGORIES}
    root_category, root_text = root
    if root_category in by_category and root_text:
        by_category[root_category].append((root_text, True))
    for category, text in causes:
        if category in by_category and text != root_text:
            by_category[category].append((text, False))
    upper, lower = CATEGORIES[:3], CATEGORIES[3:]
    above, below = (max(_height(by_category[category]) for category in row) for row in (upper, lower))
    spine = LABEL + above
    bones = [_bone(category, by_category[category], index, spine, -above) for index, category in enumerate(upper)]
    bones += [_bone(category, by_category[category], index, spine, below) for index, category in enumerate(lower)]
    return Fishbone(spine + below + LABEL, spine, wrapped(effect, HEAD_WIDTH, HEAD_LINES), tuple(bones))


def wrapped(text: str, width: int, most: int) -> tuple[str, ...]:
    """`text` in at most `most` lines of `width` columns; what does not fit ends in an ellipsis."""
    lines, line = [], ""
    for word in _words(text):
        if line and columns_of(line + word) > width:
            lines.append(line.strip())
            line = word.lstrip()
        else:
            line += word
    lines = [found for found in [*lines, line.strip()] if found]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], lines[most - 1][: width - 1].rstrip() + "…")


def columns_of(text: str) -> int:
    """Columns that a text takes; a Chinese character takes two."""
    return sum(2 if _is_wide(letter) else 1 for letter in text)


def _words(text: str) -> list[str]:
    """Parts after which a line may end: words with the space behind them, and single Chinese characters."""
    parts: list[str] = []
    for letter in " ".join(text.split()):
        ends_part = parts and (parts[-1].endswith(" ") or _is_wide(parts[-1][-1]))
        if not parts or ends_part or _is_wide(letter):
            parts.append(letter)
        else:
            parts[-1] += letter
    # What no space divides is divided where the line ends.
    return [part[start : start + HEAD_WIDTH] for part in parts for start in range(0, len(part), HEAD_WIDTH)]


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WF"


def _height(causes: list[tuple[str, bool]]) -> float:
    lines = sum(len(wrapped(text, CAUSE_WIDTH, CAUSE_LINES)) for text, _is_root in causes)
    return max(LEAST_HEIGHT, lines * LINE + len(causes) * GAP + 2 * GAP)


def _bone(category: str, causes: list[tuple[str, bool]], index: int, spine: float, reach: float) -> Bone:
    """`reach` is how far the outer end lies from the spine, negative above it."""
    x2, y = FIRST + COLUMN * index, (spine + reach if reach < 0 else spine) + 2 * GAP
    twigs = []
    for text, is_root in causes:
        lines = []
        for part in wrapped(text, CAUSE_WIDTH, CAUSE_LINES):
            # Ends short of the bone, where that is nearest to this line.
            nearest = max(abs(y - spine), abs(y - LINE - spine))
            lines.append(Line(round(x2 - SLANT * nearest / abs(reach) - GAP, 1), round(y, 1), part))
            y += LINE
        twigs.append(Twig(text, is_root, tuple(lines)))
        y += GAP
    is_root_here = any(is_root for _text, is_root in causes)
    return Bone(category, x2 - SLANT, spine + reach, x2, spine, is_root_here, tuple(twigs))
