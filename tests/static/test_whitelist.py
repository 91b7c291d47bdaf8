"""What a client may call: typed in full, for named methods, never for guests, and never without a permission check."""

import ast
import builtins
from collections.abc import Iterable

import pytest

from tests.static.app import Source, calls, constant, files, functions, keyword, name_of, report, snippet
from tests.static.resolve import names_bound_by
from tests.static.whitelisted import whitelist_of, whitelisted

# Calls that ask for a permission. `as_stored` of the controlled revision does so itself.
ASKS = ("check_permission", "has_permission", "only_for", "get_list", "as_stored")
DEPTH = 4


def loosely_declared(source: Source) -> list[str]:
    """Methods named, no guests, every argument and the answer annotated."""
    offences = []
    for function in whitelisted(source):
        decorator = whitelist_of(function)
        where = (function.lineno, function.name)
        methods = keyword(decorator, "methods") if isinstance(decorator, ast.Call) else None
        if not isinstance(methods, ast.List | ast.Tuple) or not methods.elts:
            offences.append((*where, "names no methods"))
        if isinstance(decorator, ast.Call) and keyword(decorator, "allow_guest") is not None:
            offences.append((*where, "speaks of guests"))
        spec = function.args
        named = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *filter(None, (spec.vararg, spec.kwarg))]
        offences += [
            (*where, f"argument {argument.arg} has no type")
            for argument in named
            if argument.annotation is None and argument.arg not in ("self", "cls")
        ]
        if function.returns is None:
            offences.append((*where, "answer has no type"))
    return [source.at(line, f"{name}: {what}") for line, name, what in offences]


def types_not_there_at_run_time(source: Source) -> list[str]:
    """The host checks arguments against the annotations, which must be there and be no texts."""
    if not any(True for _function in whitelisted(source)):
        return []
    offences = [
        source.at(node.lineno, "from __future__ import annotations beside whitelisted functions")
        for node in source.nodes(ast.ImportFrom)
        if node.module == "__future__" and any(alias.name == "annotations" for alias in node.names)
    ]
    bound = {name for statement in source.tree.body for name in names_bound_by(statement)} | set(dir(builtins))
    for function in whitelisted(source):
        spec = function.args
        every = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *filter(None, (spec.vararg, spec.kwarg))]
        for annotation in filter(None, [*(argument.annotation for argument in every), function.returns]):
            used = {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)}
            offences += [
                source.at(function.lineno, f"{name} is not imported at run time") for name in sorted(used - bound)
            ]
            if constant(annotation):
                offences.append(source.at(function.lineno, f"the type {annotation.value!r} is a text"))
    return offences


def called_by(function: ast.FunctionDef) -> set[str]:
    names = {
        name_of(node.func) or getattr(node.func, "attr", "")
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }
    return {name.rsplit(".", 1)[-1] for name in names}


def bodies_of(app: Iterable[Source]) -> dict[str, set[str]]:
    """What the functions of a name call, all of that name together."""
    bodies: dict[str, set[str]] = {}
    for source in app:
        for function in functions(source):
            bodies.setdefault(function.name, set()).update(called_by(function))
    return bodies


def asking_no_permission(source: Source, bodies: dict[str, set[str]]) -> list[str]:
    """Whitelisted functions from which no call leads to a permission check; functions are found by name."""

    def asks(called: set[str]) -> bool:
        seen: set[str] = set()
        for _step in range(DEPTH):
            if called.intersection(ASKS):
                return True
            seen |= called
            called = set().union(*(bodies.get(name, ()) for name in called)) - seen
        return bool(called.intersection(ASKS))

    return [
        source.at(function.lineno, f"{function.name} asks for no permission")
        for function in whitelisted(source)
        if not asks(called_by(function))
    ]


def bypassing_permissions(source: Source) -> list[str]:
    """`ignore_permissions` in the body of a whitelisted function; guarded records do that in `make` and `write`."""
    return [
        source.at(node.lineno, f"{function.name} ignores permissions")
        for function in whitelisted(source)
        for node in ast.walk(function)
        if (isinstance(node, ast.keyword) and node.arg == "ignore_permissions")
        or (isinstance(node, ast.Attribute) and node.attr == "ignore_permissions")
    ]


def open_to_guests(source: Source) -> list[str]:
    return [
        source.at(call.lineno, "a function for guests")
        for call in calls(source, "frappe.whitelist", "whitelist")
        if keyword(call, "allow_guest") is not None
    ]


def test_there_are_whitelisted_functions():
    assert any(True for source in files(".py") for _function in whitelisted(source))


@pytest.mark.parametrize(
    "check", [loosely_declared, types_not_there_at_run_time, bypassing_permissions, open_to_guests]
)
def test_whitelisted_functions(check):
    offences = [offence for source in files(".py") for offence in check(source)]
    assert not offences, report(offences)


def test_whitelisted_functions_ask_for_permission():
    bodies = bodies_of(files(".py"))
    offences = [offence for source in files(".py") for offence in asking_no_permission(source, bodies)]
    assert not offences, report(offences)


HEAD = "import frappe\n@frappe.whitelist({})\ndef act({}){}:\n    frappe.get_all('A')"


@pytest.mark.parametrize(
    "bad",
    [
        HEAD.format("", "", " -> None"),
        HEAD.format("methods=['POST']", "name", " -> None"),
        HEAD.format("methods=['POST']", "**name", " -> None"),
        HEAD.format("methods=['POST']", "name: str", ""),
        HEAD.format("methods=['POST'], allow_guest=True", "", " -> None"),
        "import frappe\n@frappe.whitelist\ndef act() -> None:\n    pass",
    ],
)
def test_loose_declaration_is_found(bad):
    assert loosely_declared(snippet(bad))


@pytest.mark.parametrize(
    "bad",
    [
        "from __future__ import annotations\n" + HEAD.format("methods=['POST']", "", " -> None"),
        "if TYPE_CHECKING:\n    from a import B\n" + HEAD.format("methods=['POST']", "b: B", " -> None"),
        HEAD.format("methods=['POST']", "b: 'B'", " -> None"),
    ],
)
def test_type_missing_at_run_time_is_found(bad):
    assert types_not_there_at_run_time(snippet(bad))


def test_missing_permission_check_is_found():
    bare = snippet(HEAD.format("", "", ""))
    assert asking_no_permission(bare, bodies_of([bare]))
    helped = snippet(HEAD.format("", "", "") + "\n    help()\ndef help():\n    doc.check_permission()")
    assert not asking_no_permission(helped, bodies_of([helped]))


def test_bypass_is_found():
    assert bypassing_permissions(snippet("@frappe.whitelist()\ndef a():\n    doc.insert(ignore_permissions=True)"))
    assert bypassing_permissions(snippet("@frappe.whitelist()\ndef a():\n    doc.flags.ignore_permissions = 1"))


def test_guest_is_found():
    assert open_to_guests(snippet("@frappe.whitelist(allow_guest=True)\ndef a():\n    pass"))
