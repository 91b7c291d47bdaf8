"""Reading calls out of text that Python cannot parse: JavaScript and templates."""

import ast
import re
from collections.abc import Iterator

QUOTES = "\"'`"
CLOSING = {"(": ")", "[": "]", "{": "}"}


def calls_in_text(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Line and the text between the brackets of each call of `name`, a regular expression."""
    for match in re.finditer(rf"(?<![\w$.]){name}\s*\(", text):
        end = closing_bracket(text, match.end() - 1)
        yield text.count("\n", 0, match.start()) + 1, text[match.end() : end]


def closing_bracket(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed; the end of the text where it is not."""
    open_ones = []
    position = start
    while position < len(text):
        character = text[position]
        if character in QUOTES:
            position = end_of_string(text, position)
            continue
        if character in CLOSING:
            open_ones.append(CLOSING[character])
        elif open_ones and character == open_ones[-1]:
            open_ones.pop()
            if not open_ones:
                return position
        position += 1
    return len(text)


def end_of_string(text: str, start: int) -> int:
    """The position after the string that begins at `start`."""
    position = start + 1
    while position < len(text) and text[position] != text[start]:
        position += 2 if text[position] == "\\" else 1
    return position + 1


def arguments(text: str) -> list[str]:
    """The arguments of a call, each as it is written."""
    parts, start, position = [], 0, 0
    while position < len(text):
        if text[position] in QUOTES:
            position = end_of_string(text, position)
        elif text[position] in CLOSING:
            position = closing_bracket(text, position) + 1
        else:
            if text[position] == ",":
                parts.append(text[start:position].strip())
                start = position + 1
            position += 1
    return [part for part in [*parts, text[start:].strip()] if part]


def literal(text: str) -> str | None:
    """The value of a string literal; None where the text is anything else, such as a sum or a filled template."""
    if len(text) < 2 or text[0] not in QUOTES or end_of_string(text, 0) != len(text):
        return None
    if text[0] == "`":
        return None if "${" in text else text[1:-1]
    return ast.literal_eval(text)
