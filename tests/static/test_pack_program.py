"""The program in a certification pack runs for its reader: standard library alone, on every Python it promises."""

import ast
import re
import sys

import pytest

from tests.static.app import APP, Source, calls, keyword, report, snippet

# The files that travel in a pack. Within it they find each other by their bare names.
CARRIED = ("evidence/pack/verify.py", "rules/chain.py", "rules/decision.py", "rules/sealing.py")
BESIDE = {"chain", "decision", "sealing"}


def carried() -> list[Source]:
    return [Source.of(APP / place) for place in CARRIED]


def promised(source: Source) -> tuple[int, int] | None:
    """The oldest Python that the text of a file names."""
    found = re.search(r"Python 3\.(\d+) or later", source.text)
    return (3, int(found.group(1))) if found else None


def beyond_standard_library(source: Source) -> list[str]:
    """Imports that a reader's machine lacks; those of the app are fine where a bare name follows as the second try."""
    answered = {
        id(node)
        for block in source.nodes(ast.Try)
        if any("ImportError" in ast.unparse(handler.type or ast.Pass()) for handler in block.handlers)
        for node in ast.walk(block)
    }
    offences = []
    for node in source.every_node:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        else:
            continue
        offences += [
            source.at(node.lineno, f"imports {name}")
            for name in names
            if name.split(".")[0] not in sys.stdlib_module_names | BESIDE and id(node) not in answered
        ]
    return offences


def too_new(source: Source, oldest: tuple[int, int]) -> list[str]:
    """What the oldest Python promised does not know: its syntax, and in 3.9 unions of types and `zip(strict=…)`."""
    try:
        ast.parse(source.text, feature_version=oldest)
    except SyntaxError as error:
        return [source.at(error.lineno or 0, str(error.msg))]
    if oldest >= (3, 10):
        return []
    annotations = []
    for node in source.every_node:
        if isinstance(node, ast.FunctionDef):
            annotations.append(node.returns)
        if isinstance(node, ast.arg | ast.AnnAssign):
            annotations.append(node.annotation)
    offences = [
        source.at(part.lineno, f"a union of types is not in Python 3.{oldest[1]}")
        for annotation in filter(None, annotations)
        for part in ast.walk(annotation)
        if isinstance(part, ast.BinOp)
    ]
    offences += [
        source.at(call.lineno, f"zip(strict=…) is not in Python 3.{oldest[1]}")
        for call in calls(source, "zip")
        if keyword(call, "strict") is not None
    ]
    return offences


def test_standard_library_is_enough():
    offences = [offence for source in carried() for offence in beyond_standard_library(source)]
    assert not offences, report(offences)


def test_program_runs_on_the_oldest_python_it_promises():
    texts = [carried()[0], Source.of(APP / "templates" / "pack" / "README.txt")]
    oldest = {promised(text) for text in texts}
    assert len(oldest) == 1 and None not in oldest, f"{oldest}: the program and its README promise different things"
    offences = [offence for source in carried() for offence in too_new(source, min(oldest))]
    assert not offences, report(offences)


@pytest.mark.parametrize("bad", ["import yaml", "import frappe", "from sms_iso20000.rules import chain"])
def test_missing_library_is_found(bad):
    assert beyond_standard_library(snippet(bad))


def test_second_try_is_fine():
    text = "try:\n    from sms_iso20000.rules import chain\nexcept ImportError:\n    import chain"
    assert not beyond_standard_library(snippet(text))


@pytest.mark.parametrize(
    "bad",
    [
        "def f() -> tuple[str] | None: ...",
        "def f(a: int | str): ...",
        "zip(a, b, strict=True)",
        "match a:\n    case 1: pass",
    ],
)
def test_newer_python_is_found(bad):
    assert too_new(snippet(bad), (3, 9))
    assert not too_new(snippet(bad), (3, 10))
