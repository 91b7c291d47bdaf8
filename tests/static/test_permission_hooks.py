"""Frappe 16 takes a `has_permission` hook that returns None for a refusal: every path says True or False."""

import ast

import pytest

from tests.static.app import constant, functions, hooks, name_of, report, snippet
from tests.static.resolve import function_at

BOOLEAN_CALLS = ("all", "any", "bool", "isinstance", "issubclass")


def is_boolean(node: ast.expr | None) -> bool:
    """Whether an expression can only be True or False, as far as its form shows."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, bool)
    if isinstance(node, ast.BoolOp):
        return all(is_boolean(part) for part in node.values)
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if isinstance(node, ast.IfExp):
        return is_boolean(node.body) and is_boolean(node.orelse)
    if isinstance(node, ast.Call):
        return name_of(node.func) in BOOLEAN_CALLS
    return isinstance(node, ast.Compare)


def ends(statements: list[ast.stmt]) -> bool:
    """Whether every path through the statements ends in a return or an exception."""
    last = statements[-1]
    if isinstance(last, ast.Return | ast.Raise):
        return True
    if isinstance(last, ast.If):
        return bool(last.orelse) and ends(last.body) and ends(last.orelse)
    if isinstance(last, ast.With):
        return ends(last.body)
    return False


def undecided(function: ast.FunctionDef) -> list[str]:
    offences = []
    if not ends(function.body):
        offences.append(f"{function.name}: a path ends without True or False")
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and not is_boolean(node.value):
            said = ast.unparse(node.value) if node.value else "nothing"
            offences.append(f"{function.name}:{node.lineno}: returns {said}")
    if constant(function.returns) != "bool" and name_of(function.returns or ast.Pass()) != "bool":
        offences.append(f"{function.name}: is not annotated to return bool")
    return offences


def paths() -> set[str]:
    return set(hooks().get("has_permission", {}).values())


def test_hooks_exist():
    assert paths(), "hooks.py names no has_permission hook; this test would prove nothing"


@pytest.mark.parametrize("path", sorted(paths()))
def test_every_path_says_true_or_false(path):
    function = function_at(path)
    assert function is not None, f"{path} is no function"
    offences = undecided(function)
    assert not offences, report(offences)


@pytest.mark.parametrize(
    "bad",
    [
        "def hook(doc) -> bool:\n    if doc:\n        return True",
        "def hook(doc) -> bool:\n    return",
        "def hook(doc) -> bool:\n    return doc.name",
        "def hook(doc) -> bool:\n    return True if doc else None",
        "def hook(doc):\n    return True",
    ],
)
def test_undecided_hook_is_found(bad):
    assert undecided(next(functions(snippet(bad))))


def test_decided_hook_is_fine():
    good = "def hook(doc) -> bool:\n    if not doc:\n        return True\n    return all(a for a in doc)"
    assert not undecided(next(functions(snippet(good))))
