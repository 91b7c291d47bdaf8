"""The app as files: what the static checks read. Nothing is imported from it, and no site is needed."""

import ast
import json
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "sms_iso20000"
MODULE = APP / "sms_iso20000"


@dataclass(frozen=True)
class Source:
    """One text file; `place` is its path from the root of the project, as offences name it."""

    place: str
    text: str

    @classmethod
    @cache
    def of(cls, path: Path) -> "Source":
        return cls(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.place)

    @cached_property
    def every_node(self) -> tuple[ast.AST, ...]:
        """All of the tree, walked once for all checks."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def document(self) -> dict:
        """The JSON record in the file."""
        return json.loads(self.text)

    def at(self, line: int, what: str) -> str:
        return f"{self.place}:{line}: {what}"

    def nodes(self, kind: type) -> Iterator:
        return (node for node in self.every_node if isinstance(node, kind))


def snippet(text: str, place: str = "snippet") -> Source:
    """A counter-example, to prove that a check can fail."""
    return Source(place, text)


@cache
def files(suffix: str, *rooms: str) -> tuple[Source, ...]:
    """Files of the app that end with `suffix`, of all rooms or of those named ("rules", "life/audience.py")."""
    found = sorted(APP.rglob(f"*{suffix}"))
    wanted = [APP / room for room in rooms] or [APP]
    return tuple(
        Source.of(path)
        for path in found
        if any(path == room or room in path.parents for room in wanted)
        and "node_modules" not in path.parts
        and "dist" not in path.parts
    )


@cache
def documents(doctype: str) -> tuple[Source, ...]:
    """JSON files of the app that hold a record of `doctype`."""
    found = []
    for source in files(".json"):
        content = source.document
        if isinstance(content, dict) and content.get("doctype") == doctype:
            found.append(source)
    return tuple(found)


def fixtures(name: str) -> list[dict]:
    """The records of one fixture file."""
    path = APP / "fixtures" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


@cache
def hooks() -> dict:
    """hooks.py is wiring only: it runs without the host."""
    return {key: value for key, value in runpy.run_path(str(APP / "hooks.py")).items() if key[:1] != "_"}


def name_of(node: ast.AST) -> str:
    """The dotted name of an expression, as `frappe.db.get_value`; empty where it is not one."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = name_of(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def calls(source: Source | ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of the dotted names given; a name that begins with a dot means any owner."""
    nodes = source.every_node if isinstance(source, Source) else ast.walk(source)
    for node in nodes:
        if isinstance(node, ast.Call):
            any_owner = f".{node.func.attr}" if isinstance(node.func, ast.Attribute) else None
            if name_of(node.func) in names or any_owner in names:
                yield node


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value of a keyword argument; None where it is not given."""
    return next((entry.value for entry in call.keywords if entry.arg == name), None)


def constant(node: ast.AST | None) -> str | None:
    """The text of a string literal; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def functions(source: Source) -> Iterator[ast.FunctionDef]:
    return source.nodes(ast.FunctionDef | ast.AsyncFunctionDef)


def report(offences: list[str]) -> str:
    return "\n" + "\n".join(offences)
