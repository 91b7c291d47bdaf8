"""Evaluates all requirements of an edition for one system as of now, and stores the answer."""

import time

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

import sms_iso20000.conformity.checks  # noqa: F401  importing it registers the checks
from sms_iso20000.compat import bulk_insert
from sms_iso20000.conformity.reasons import as_json
from sms_iso20000.conformity.registry import CHECKS, EDITION
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet
from sms_iso20000.rules.verdict import Verdict, combine, not_evaluable, standing

# A result links at most this many records; the reason says how many there are.
RECORDS_SHOWN = 50


def run_conformity(system: str) -> Document:
    """A stored run over all requirements of the edition; raises Refused where the catalogue is not loaded."""
    started = time.monotonic()
    requirements = frappe.get_all(
        "ITSM Requirement",
        filters={"edition": EDITION, "is_group": 0},
        fields=["name", "clause", "position", "catalogue_digest"],
        order_by="position asc",
    )
    if not requirements:
        refuse(Unmet("no_catalogue", {"edition": EDITION}))
    scope = Scope(system)
    verdicts = [(requirement, evaluate(requirement.clause, scope)) for requirement in requirements]
    figures = standing(verdict.status for _requirement, verdict in verdicts)
    run = frappe.get_doc(
        {
            "doctype": "ITSM Conformity Run",
            "system": system,
            "edition": EDITION,
            "run_on": now_datetime(),
            "run_by": frappe.session.user,
            "catalogue_digest": requirements[0].catalogue_digest,
            "requirements": figures.requirements,
            "readiness": figures.readiness,
            "coverage": figures.coverage,
            "duration": round((time.monotonic() - started) * 1000),
            **{frappe.scrub(status.value): count for status, count in figures.counts.items()},
        }
    ).make()
    _store_results(run, verdicts)
    return run


def evaluate(clause: str, scope: Scope) -> Verdict:
    """The combined answer of all checks of a requirement. One that fails says so and leaves the others be."""
    return combine(_answer(check, scope) for check in CHECKS.get(clause, []))


def _answer(check, scope: Scope) -> Verdict:
    try:
        return check.answer(scope)
    except Exception:
        frappe.log_error(title=f"Conformity check {check.function.__name__}")
        return not_evaluable("check_failed", [scope.itself])


def _store_results(run: Document, verdicts: list[tuple[dict, Verdict]]) -> None:
    # In bulk: a hundred results one by one would take longer than the checks themselves.
    results, records = [], []
    for requirement, verdict in verdicts:
        name = frappe.generate_hash(length=10)
        results.append(
            {
                "name": name,
                "run": run.name,
                "system": run.system,
                "requirement": requirement.name,
                "clause": requirement.clause,
                "position": requirement.position,
                "status": verdict.status.value,
                "evidence_date": verdict.evidence_date,
                "reasons": as_json(verdict.reasons),
            }
        )
        of_result = {"parent": name, "parenttype": "ITSM Conformity Result", "parentfield": "records"}
        records += [
            {**of_result, "idx": index, "reference_doctype": doctype, "reference_name": record}
            for index, (doctype, record) in enumerate(verdict.records[:RECORDS_SHOWN], start=1)
        ]
    bulk_insert("ITSM Conformity Result", results)
    bulk_insert("ITSM Conformity Result Record", records)


def latest_run(system: str) -> str | None:
    """Name of the newest run of a system."""
    names = frappe.get_all(
        "ITSM Conformity Run",
        filters={"system": system, "edition": EDITION},
        pluck="name",
        order_by="run_on desc, name desc",
        limit=1,
    )
    return names[0] if names else None
