"""Checks of 4.3.1, documents to be held. The rule that answers them answers the report on completeness too."""

from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict


@check("4.3.1 a")
def policy_and_objectives_written(scope: Scope) -> Verdict:
    """A policy is in force, and objectives are approved or in force as a document."""
    return _held(scope, "a")


@check("4.3.1 b")
def plan_written(scope: Scope) -> Verdict:
    return _held(scope, "b")


@check("4.3.1 c")
def process_policies_and_plans_written(scope: Scope) -> Verdict:
    """Each process that is operated and needs a policy or plan of its own has one in force."""
    return _held(scope, "c")


@check("4.3.1 d")
def service_catalogue_written(scope: Scope) -> Verdict:
    return _held(scope, "d")


@check("4.3.1 e")
def service_level_agreements_written(scope: Scope) -> Verdict:
    return _held(scope, "e")


@check("4.3.1 f")
def processes_described(scope: Scope) -> Verdict:
    """Each process that is operated has a description in force."""
    return _held(scope, "f")


@check("4.3.1 g")
def procedures_and_records_held(scope: Scope) -> Verdict:
    """Each process and requirement that needs a written procedure has one in force, and there are forms for records."""
    return _held(scope, "g")


@check("4.3.1 h")
def other_documents_held(scope: Scope) -> Verdict:
    """Documents from outside are on record, each with issuer, edition and master."""
    return _held(scope, "h")


def _held(scope: Scope, letter: str) -> Verdict:
    return scope.documentation.completeness[letter].verdict
