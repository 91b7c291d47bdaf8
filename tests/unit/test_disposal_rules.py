"""Who approves a disposal, when it can be given up, which records it takes and what it leaves of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.disposal import (
    NUMBERS,
    Rule,
    candidates_among,
    emptied,
    unmet_by_rule,
    unmet_for_approving,
    unmet_for_cancelling,
)
from sms_iso20000.rules.retention import TEXTS, Deciders

IN_FORCE = Rule("RET-1", "In Force", "Delete", on_hold=False)
NAMES = st.lists(st.text("abcdef", min_size=1, max_size=3), unique=True)


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


def who(actor: str = "second", roles=("ITSM Manager",), top=()) -> Deciders:
    return Deciders(actor, frozenset(roles), frozenset(top))


@pytest.mark.parametrize(
    ("rule", "reasons"),
    [
        (IN_FORCE, []),
        (Rule("R", "In Force", "Anonymise", on_hold=False), []),
        (Rule("R", "Draft", "Delete", on_hold=False), ["disposal_rule_not_in_force"]),
        (Rule("R", "In Force", "Delete", on_hold=True), ["disposal_on_hold"]),
        (Rule("R", "In Force", "Keep", on_hold=False), ["disposal_rule_keeps"]),
        (
            Rule("R", "Withdrawn", "Keep", on_hold=True),
            ["disposal_rule_not_in_force", "disposal_on_hold", "disposal_rule_keeps"],
        ),
    ],
)
def test_by_the_rule(rule, reasons):
    assert codes(unmet_by_rule(rule)) == reasons


@pytest.mark.parametrize(
    ("actor", "reasons"),
    [
        (who(), []),
        (who(roles=(), top=("second",)), []),
        (who(roles=("ITSM Top Management",), top=("other",)), ["disposal_approver_not_entitled"]),
        (who("first"), ["disposal_own_request"]),
        (who("first", roles=()), ["disposal_own_request", "disposal_approver_not_entitled"]),
    ],
)
def test_second_person_approves(actor, reasons):
    assert codes(unmet_for_approving(IN_FORCE, "first", actor)) == reasons


def test_approval_names_every_reason():
    held = Rule("R", "In Force", "Delete", on_hold=True)
    assert codes(unmet_for_approving(held, "first", who("first"))) == ["disposal_on_hold", "disposal_own_request"]


@pytest.mark.parametrize(
    ("pending", "reason", "reasons"),
    [
        (3, "A mistake.", []),
        (3, "  ", ["reason_missing"]),
        (2, "A mistake.", ["disposal_begun"]),
        (0, "", ["disposal_begun", "reason_missing"]),
    ],
)
def test_cancelling(pending, reason, reasons):
    assert codes(unmet_for_cancelling(3, pending, reason)) == reasons


@given(due=NAMES, taken=NAMES, most=st.integers(0, 20))
def test_candidates_keep_their_order_and_nobody_elses(due, taken, most):
    chosen = candidates_among(due, taken, most)
    assert len(chosen) <= most
    assert not set(chosen) & set(taken)
    free = [name for name in due if name not in taken]
    assert chosen == free[: len(chosen)]
    assert len(chosen) == min(most, len(free))


@given(fieldtype=st.sampled_from(sorted(TEXTS | NUMBERS | {"Date", "Link", "Select"})), mandatory=st.booleans())
def test_emptied_fields_say_nothing(fieldtype, mandatory):
    value = emptied(fieldtype, mandatory, "word")
    assert not value or (value == "word" and mandatory and fieldtype in TEXTS)
    assert (value == 0) is (fieldtype in NUMBERS)
    assert (value == "word") is (mandatory and fieldtype in TEXTS)
