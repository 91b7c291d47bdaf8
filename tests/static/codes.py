"""Codes and their sentences, as the files give them."""

import ast
import string
from dataclasses import dataclass

from tests.static.app import Source, calls, constant, functions, name_of

ANSWERS = ("met", "not_met", "stale", "not_evaluable")
# Arguments of an answer that are no values of its sentence.
OF_THE_ANSWER = {"code", "records", "as_of"}


@dataclass(frozen=True)
class Use:
    """A code where it is given; `values` are the names passed with it, None where the files do not show them."""

    code: str
    place: str
    values: frozenset[str] | None = None


def sentences(source: Source) -> dict[str, str]:
    """Code and sentence from the dictionary of `_("…")` that a `_sentences` function returns."""
    found: dict[str, str] = {}
    for function in functions(source):
        for node in ast.walk(function):
            if function.name.endswith("sentences") and isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if constant(key) and isinstance(value, ast.Call) and name_of(value.func) == "_":
                        found[constant(key)] = constant(value.args[0]) or ""
    return found


def placeholders(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name is not None}


def answers(source: Source) -> list[Use]:
    """Codes that checks answer with, also where a helper is handed them as arguments."""
    uses = []
    for function in functions(source):
        for call in calls(function, *ANSWERS):
            code = call.args[0] if call.args else None
            values = _answer_values(call, function)
            if constant(code):
                uses.append(Use(constant(code), source.at(call.lineno, constant(code)), values))
            elif isinstance(code, ast.Name):
                uses += [
                    Use(handed, source.at(line, handed), values)
                    for handed, line in _handed_to(source, function, code.id)
                ]
    for call in calls(source, "check", "in_part"):
        for node in [*(entry.value for entry in call.keywords if entry.arg == "unchecked"), *call.args[1:]]:
            if constant(node):
                uses.append(Use(constant(node), source.at(call.lineno, constant(node)), frozenset()))
    uses += [
        Use(constant(call.args[0]), source.at(call.lineno, constant(call.args[0])), frozenset())
        for call in calls(source, "Reason")
        if call.args and constant(call.args[0]) and len(call.args) == 1
    ]
    return uses


def refusals(source: Source) -> list[Use]:
    """Codes of `Unmet("…")`, and those a controlled revision names for its required content."""
    uses = []
    for call in calls(source, "Unmet"):
        if call.args and constant(call.args[0]):
            values = call.args[1] if len(call.args) > 1 else None
            if values is None:
                known = frozenset()
            elif isinstance(values, ast.Dict):
                known = _keys(values)
            else:
                known = None
            uses.append(Use(constant(call.args[0]), source.at(call.lineno, constant(call.args[0])), known))
    for node in source.nodes(ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(name_of(target) == "required_content" for target in targets) and isinstance(node.value, ast.Dict):
            uses += [
                Use(constant(value), source.at(value.lineno, constant(value)), frozenset())
                for value in node.value.values
                if constant(value)
            ]
    return uses


def faults(source: Source) -> list[Use]:
    """Codes of what a verification finds: of `Fault(…, "…")`, and those returned beside a record."""
    uses = [
        Use(constant(part), source.at(call.lineno, constant(part)))
        for call in calls(source, "Fault")
        for part in call.args[2:]
        if constant(part)
    ]
    uses += [
        Use(constant(node.value.elts[1]), source.at(node.lineno, constant(node.value.elts[1])))
        for node in source.nodes(ast.Return)
        if isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2 and constant(node.value.elts[1])
    ]
    return uses


def without_sentence(uses: list[Use], known: dict[str, str]) -> list[str]:
    return [f"{use.place} has no sentence" for use in uses if use.code not in known]


def without_use(uses: list[Use], known: dict[str, str]) -> list[str]:
    return [f"{code} has a sentence and is used nowhere" for code in sorted(set(known) - {use.code for use in uses})]


def without_value(uses: list[Use], known: dict[str, str]) -> list[str]:
    """Placeholders of a sentence that the code is not given values for."""
    return [
        f"{use.place} does not pass {', '.join(sorted(missing))}"
        for use in uses
        if use.values is not None and (missing := placeholders(known.get(use.code, "")) - use.values)
    ]


def _answer_values(call: ast.Call, function: ast.FunctionDef) -> frozenset[str] | None:
    names: set[str] = set()
    for entry in call.keywords:
        if entry.arg is not None:
            names.add(entry.arg)
            continue
        spread = _dictionary(entry.value, function)
        if spread is None:
            return None
        names |= spread
    return frozenset(names - OF_THE_ANSWER)


def _dictionary(value: ast.expr, function: ast.FunctionDef) -> frozenset[str] | None:
    if isinstance(value, ast.Dict):
        return _keys(value)
    for node in ast.walk(function):
        assigned = isinstance(node, ast.Assign) and name_of(value) in {name_of(target) for target in node.targets}
        if assigned and isinstance(node.value, ast.Dict):
            return _keys(node.value)
    return None


def _keys(node: ast.Dict) -> frozenset[str] | None:
    return frozenset(constant(key) for key in node.keys) if all(constant(key) for key in node.keys) else None


def _handed_to(source: Source, function: ast.FunctionDef, parameter: str) -> list[tuple[str, int]]:
    """The texts that calls of `function` in the same file give for one of its parameters."""
    parameters = [argument.arg for argument in function.args.args]
    if parameter not in parameters:
        return []
    index = parameters.index(parameter)
    handed = []
    for call in calls(source, function.name):
        given = [entry.value for entry in call.keywords if entry.arg == parameter] or call.args[index : index + 1]
        handed += [(constant(node), call.lineno) for node in given if constant(node)]
    return handed
