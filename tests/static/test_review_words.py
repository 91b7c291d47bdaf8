"""Codes of what a management review is told have words, and words have codes."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tests.static.app import Source, calls, constant, files, functions, name_of, report, snippet
from tests.static.codes import placeholders

# Where codes are given, and where the words for them stand.
TOPICS = "governance/review_inputs"
SHARED = ("governance/review_words.py", "governance/review_facts.py")
FACTS = ("Figure", "Table", "Curve", "Reason")
UNIT_AT = {"Figure": 2, "Curve": 3}
SHAPES = {"text", "choice", "date", "number", "percent", "record", "reasons"}


@dataclass(frozen=True)
class Use:
    """A code where it is given; `values` are those of a sentence, None where the file does not show them all."""

    code: str
    place: str
    values: frozenset[str] | None = None


def words_in(source: Source) -> dict[str, str]:
    """Code and text from the dictionaries of `_("…")` in functions of words and units."""
    found: dict[str, str] = {}
    for function in _of_words(source):
        for node in ast.walk(function):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if constant(key) and isinstance(value, ast.Call) and name_of(value.func) == "_":
                        found[constant(key)] = constant(value.args[0]) or ""
    return found


def uses_in(source: Source) -> Iterator[Use]:
    """Codes and units of facts, and the columns of tables."""
    for call in calls(source, *FACTS):
        given = call.args[0] if call.args else None
        for node in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
            if constant(node):
                yield Use(constant(node), source.at(call.lineno, constant(node)), _values(call))
        for unit in _units(call):
            yield Use(unit, source.at(call.lineno, unit))
    for node in source.nodes(ast.Tuple):
        parts = [constant(part) for part in node.elts]
        if len(parts) == 2 and all(parts) and parts[1] in SHAPES:
            yield Use(parts[0], source.at(node.lineno, parts[0]))


def without_words(uses: list[Use], known: dict[str, str]) -> list[str]:
    return [f"{use.place} has no words" for use in uses if use.code not in known]


def without_value(uses: list[Use], known: dict[str, str]) -> list[str]:
    """Placeholders that the code is not given values for."""
    return [
        f"{use.place} does not pass {', '.join(sorted(missing))}"
        for use in uses
        if use.values is not None and (missing := placeholders(known.get(use.code, "")) - use.values)
    ]


def without_use(source: Source, used: set[str]) -> list[str]:
    """Words of a file whose code nothing spells."""
    own = {id(node) for function in _of_words(source) for node in ast.walk(function)}
    spelled = {constant(node) for node in source.nodes(ast.Constant) if id(node) not in own}
    return [f"{source.place}: {code} is used nowhere" for code in words_in(source) if code not in spelled | used]


def told_twice(sources: list[Source]) -> list[str]:
    """Codes to which two files give different words: each would be read as the other's."""
    known: dict[str, str] = {}
    offences = []
    for source in sources:
        for code, text in words_in(source).items():
            if known.setdefault(code, text) != text:
                offences.append(f"{source.place}: {code} has other words elsewhere")
    return offences


def _of_words(source: Source) -> list[ast.FunctionDef]:
    return [function for function in functions(source) if function.name.endswith("words")]


def _units(call: ast.Call) -> list[str]:
    at = UNIT_AT.get(name_of(call.func) or "")
    given = [entry.value for entry in call.keywords if entry.arg == "unit"]
    if at is not None:
        given += call.args[at : at + 1]
    return [constant(node) for node in given if constant(node)]


def _values(call: ast.Call) -> frozenset[str] | None:
    if name_of(call.func) != "Reason":
        return None
    if len(call.args) < 2:
        return frozenset()
    values = call.args[1]
    if isinstance(values, ast.Dict) and all(constant(key) for key in values.keys):
        return frozenset(constant(key) for key in values.keys)
    return None


def all_sources() -> list[Source]:
    return list(files(".py", TOPICS, *SHARED))


def all_words() -> dict[str, str]:
    return {code: text for source in all_sources() for code, text in words_in(source).items()}


def all_uses() -> list[Use]:
    return [use for source in all_sources() for use in uses_in(source)]


def test_every_code_has_words():
    uses = all_uses()
    assert len(uses) > 100
    offences = without_words(uses, all_words())
    assert not offences, report(offences)


def test_words_are_given_their_values():
    offences = without_value(all_uses(), all_words())
    assert not offences, report(offences)


def test_words_have_a_use():
    used = {use.code for use in all_uses()}
    offences = [offence for source in files(".py", TOPICS) for offence in without_use(source, used)]
    assert not offences, report(offences)


def test_a_code_means_one_thing():
    offences = told_twice(all_sources())
    assert not offences, report(offences)


TOPIC = """
COLUMNS = (("ticket", "record"), ("other", "thing"))

def compile_input(system):
    figures = [Figure("rated", 1, "stars"), Curve("by_month", [], [], unit="percent")]
    return Section("a", figures, gaps=[Reason("none" if system else "broken", {"source": 1}), Reason("plain")])

def words():
    return {"rated": _("Rated"), "none": _("None in {source}"), "plain": _("In {since}"), "dead": _("Dead")}
"""


def test_codes_and_disagreement_are_found():
    topic = snippet(TOPIC)
    uses, known = list(uses_in(topic)), words_in(topic)
    assert {use.code for use in uses} == {"rated", "stars", "by_month", "percent", "none", "broken", "plain", "ticket"}
    assert len(without_words(uses, known)) == 5
    assert without_value(uses, known) == ["snippet:6: plain does not pass since"]
    assert without_use(topic, {use.code for use in uses}) == ["snippet: dead is used nowhere"]
    assert told_twice([topic, snippet('def words():\n    return {"rated": _("Other")}', "second")])
