"""Which check answers for which requirement."""

from collections.abc import Callable
from dataclasses import dataclass

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, in_part

EDITION = "2011"


@dataclass(frozen=True)
class Check:
    """`unchecked` is the reason code that names what of the requirement this check leaves out, if it does."""

    clause: str
    function: Callable[[Scope], Verdict]
    unchecked: str = ""

    def answer(self, scope: Scope) -> Verdict:
        verdict = self.function(scope)
        return in_part(verdict, self.unchecked) if self.unchecked else verdict


CHECKS: dict[str, list[Check]] = {}


def check(clause: str, unchecked: str = ""):
    """Register the decorated function as a check of requirement `clause` of the 2011 edition."""

    def register(function: Callable[[Scope], Verdict]) -> Callable[[Scope], Verdict]:
        CHECKS.setdefault(clause, []).append(Check(clause, function, unchecked))
        return function

    return register
