"""Which functions a client may call."""

import ast
from collections.abc import Iterator

from tests.static.app import Source, functions, name_of


def whitelist_of(function: ast.FunctionDef) -> ast.expr | None:
    """The decorator that opens a function to clients; None where it stays closed."""
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if name_of(target) in ("frappe.whitelist", "whitelist"):
            return decorator
    return None


def whitelisted(source: Source) -> Iterator[ast.FunctionDef]:
    return (function for function in functions(source) if whitelist_of(function) is not None)
