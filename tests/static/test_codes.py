"""Codes have sentences and sentences have codes; checks answer for requirements that exist."""

import ast
from pathlib import Path

import pytest

from sms_iso20000.catalogue.reader import read_catalogue, shipped_catalogues
from tests.static.app import APP, Source, calls, constant, files, report, snippet
from tests.static.codes import (
    Use,
    answers,
    faults,
    placeholders,
    refusals,
    sentences,
    without_sentence,
    without_use,
    without_value,
)

EDITION = "2011"
FAULTS = Source.of(APP / "evidence" / "faults.py")
REFUSALS = list(files(".py", "refusal/sentences"))
REASONS = list(files(".py", "conformity/sentences"))


def requirements() -> set[str]:
    editions = [read_catalogue(path) for path in shipped_catalogues()]
    return {
        node.id
        for edition in editions
        if edition.edition == EDITION
        for node in edition.nodes
        if node.kind == "requirement"
    }


def checked_clauses(source: Source) -> list[tuple[str, str]]:
    """Clause and place of every registered check."""
    return [
        (constant(call.args[0]) or "", source.at(call.lineno, f"check of {constant(call.args[0])!r}"))
        for call in calls(source, "check")
        if call.args
    ]


def unknown_clauses(source: Source, known: set[str]) -> list[str]:
    return [f"{place}: no such requirement" for clause, place in checked_clauses(source) if clause not in known]


def all_answers() -> list[Use]:
    return [use for source in [*files(".py", "conformity"), *files(".py", "rules")] for use in answers(source)]


def all_refusals() -> list[Use]:
    return [use for source in files(".py") for use in refusals(source)]


def test_every_check_answers_for_a_requirement():
    known = requirements()
    offences = [offence for source in files(".py", "conformity/checks") for offence in unknown_clauses(source, known)]
    assert not offences, report(offences)


@pytest.mark.parametrize("clause", [*(f"4.1.2 {letter}" for letter in "abcdef"), "4.3.2 a", "4.3.2 d", "4.5.4.1 .4"])
def test_the_first_slice_is_checked(clause):
    checked = {clause for source in files(".py", "conformity/checks") for clause, _place in checked_clauses(source)}
    assert clause in checked


def test_checks_are_loaded():
    """A module of checks that the package does not import would silently say "no check"."""
    package = Source.of(APP / "conformity" / "checks" / "__init__.py")
    imported = {alias.name for node in package.nodes(ast.ImportFrom) for alias in node.names}
    modules = {Path(source.place).stem for source in files(".py", "conformity/checks")} - {"__init__"}
    assert modules == imported


@pytest.mark.parametrize("check", [without_sentence, without_use, without_value])
def test_reasons_of_checks(check):
    known = {code: text for source in REASONS for code, text in sentences(source).items()}
    assert known
    offences = check(all_answers(), known)
    assert not offences, report(offences)


@pytest.mark.parametrize("check", [without_sentence, without_use, without_value])
def test_refusals(check):
    known = {code: text for source in REFUSALS for code, text in sentences(source).items()}
    assert known
    offences = check(all_refusals(), known)
    assert not offences, report(offences)


@pytest.mark.parametrize("check", [without_sentence, without_use])
def test_faults(check):
    known = sentences(FAULTS)
    assert known
    sources = [*files(".py", "evidence/verification.py"), *files(".py", "rules/chain.py")]
    offences = check([use for source in sources for use in faults(source)], known)
    assert not offences, report(offences)


@pytest.mark.parametrize("sources", [REASONS, REFUSALS], ids=["reasons", "refusals"])
def test_a_code_has_one_sentence(sources):
    """Two subjects that give a code a sentence each would read each other's."""
    codes = [code for source in sources for code in sentences(source)]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []


def test_sentences_are_sentences():
    """A reader is told something whole: it begins like a sentence and ends like one."""
    offences = [
        f"{code}: {text}"
        for source in (*REASONS, *REFUSALS, FAULTS)
        for code, text in sentences(source).items()
        if not text.endswith((".", "?")) or not (text[0].isupper() or text[0] == "{")
    ]
    assert not offences, report(offences)


CHECKS_SNIPPET = """
@check("9.9.9 z", unchecked="half_of_it")
def first(scope):
    values = {"done": 1}
    if scope:
        return not_met("open", [], **values)
    return _second(scope, "handed")

def _second(scope, proven):
    return met(proven, [], None, user="a")
"""


def test_codes_are_found():
    uses = {use.code: use.values for use in answers(snippet(CHECKS_SNIPPET))}
    assert uses == {"half_of_it": frozenset(), "open": frozenset({"done"}), "handed": frozenset({"user"})}
    assert unknown_clauses(snippet(CHECKS_SNIPPET), requirements())


def test_refusal_codes_are_found():
    text = 'refuse(Unmet("a", {"b": 1}), Unmet("c"), Unmet("d", e))\nrequired_content = {"f": "g"}'
    uses = {use.code: use.values for use in refusals(snippet(text))}
    assert uses == {"a": frozenset({"b"}), "c": frozenset(), "d": None, "g": frozenset()}


def test_fault_codes_are_found():
    text = 'def f():\n    yield Fault("A", name, "b")\n    return entry, "c"'
    assert {use.code for use in faults(snippet(text))} == {"b", "c"}


def test_disagreement_is_found():
    known = sentences(snippet('def _sentences():\n    return {"a": _("{user} is away."), "b": _("Away.")}'))
    assert known == {"a": "{user} is away.", "b": "Away."}
    assert without_sentence([Use("c", "here")], known)
    assert without_use([Use("a", "here")], known)
    assert without_value([Use("a", "here", frozenset())], known)
    assert not without_value([Use("a", "here", frozenset({"user", "more"})), Use("a", "there")], known)
    assert placeholders("{a} {0} {b:.1f}") == {"a", "0", "b"}
