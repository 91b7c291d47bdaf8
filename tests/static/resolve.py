"""Finding what a dotted path names, without importing it."""

import ast
from pathlib import Path

from tests.static.app import APP, ROOT, Source, name_of


def function_at(path: str) -> ast.FunctionDef | None:
    """The function that `package.module.name` names; None where there is none."""
    found = definition_at(path)
    return found if isinstance(found, ast.FunctionDef) else None


def definition_at(path: str) -> ast.stmt | None:
    """The top-level definition, assignment or import that `package.module.name` names; None where there is none."""
    module, _dot, name = path.rpartition(".")
    source = module_at(module)
    if source is None:
        return None
    for statement in source.tree.body:
        if name in names_bound_by(statement):
            return statement
    return None


def module_at(module: str) -> Source | None:
    """The file of a module of the app."""
    place = ROOT / Path(*module.split("."))
    for candidate in (place.with_suffix(".py"), place / "__init__.py"):
        if candidate.is_file() and APP in candidate.parents:
            return Source.of(candidate)
    return None


def names_bound_by(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign):
        return {name_of(target) for target in statement.targets}
    if isinstance(statement, ast.AnnAssign):
        return {name_of(statement.target)}
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in statement.names}
    return set()
