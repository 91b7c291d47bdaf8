"""What a review of an arrangement finds: filled from its terms and from what was measured (4.2 c)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from frappe.model.document import Document
from frappe.utils import cint, flt, getdate

from sms_iso20000.evidence.measured import MeasuredShare, measured_series, share_over
from sms_iso20000.governance.objectives import check_ins_of, readings, series_of
from sms_iso20000.rules.arrangement import FROM_OBJECTIVE
from sms_iso20000.rules.arrangement_review import Result, outcome, score
from sms_iso20000.rules.objective import BY_HAND, Reading, as_number, in_force
from sms_iso20000.rules.report_period import Period

# What a result takes over from the measure it is of.
TERMS = ("measure", "unit", "operator", "target", "weight", "source")
# Where its value comes from.
ORIGIN = ("reference_doctype", "reference_name", "months", "snapshots")
# A value as the database keeps it.
DECIMALS = 6


def period_of(review: Mapping[str, Any]) -> Period | None:
    """The reviewed period; None until both days are given."""
    if not (review.get("period_start") and review.get("period_end")):
        return None
    return Period(getdate(review.get("period_start")), getdate(review.get("period_end")))


def fill_from_terms(review: Document, arrangement: Document) -> None:
    """Results and answers as the terms of `arrangement` and the evidence of the period have them now.

    What people have entered stays, wherever measure or question is still asked for.
    """
    review.update({"results": fresh_results(review, arrangement), "answers": fresh_answers(review, arrangement)})


def fresh_results(review: Document, arrangement: Document) -> list[dict]:
    """A row for each measure, in a fixed number of queries however many there are."""
    period, known = period_of(review), {(row.measure, row.unit): row for row in review.results}
    shares = measured_series({series for row in arrangement.measures if (series := series_of(row))})
    check_ins = check_ins_of([row.objective for row in arrangement.measures if row.source == FROM_OBJECTIVE])
    rows = []
    for measure in arrangement.measures:
        entered = known.get((measure.measure, measure.unit))
        if series := series_of(measure):
            found = _from_snapshots(measure, shares[series], period)
        elif measure.source == FROM_OBJECTIVE:
            found = _from_objective(measure, in_force(readings(check_ins[measure.objective])), period)
        else:
            found = _entered(entered)
        terms = {field: measure.get(field) for field in TERMS}
        rows.append({**terms, **found, "remarks": entered.remarks if entered else ""})
    return rows


def fresh_answers(review: Document, arrangement: Document) -> list[dict]:
    """A row for each question about keeping to the process."""
    known = {row.question: row for row in review.answers}
    return [
        {
            "question": row.question,
            "answer": known[row.question].answer if row.question in known else "",
            "evidence": known[row.question].evidence if row.question in known else "",
        }
        for row in arrangement.compliance_questions
    ]


def filled_facts(results: Iterable[Mapping[str, Any]], answers: Iterable[Mapping[str, Any]]) -> list[tuple]:
    """What in results and answers is not for people to enter, in one form whether stored or fresh."""
    facts = [
        (
            *(str(row.get(field) or "") for field in (*TERMS, *ORIGIN) if field not in ("target", "weight")),
            flt(row.get("target"), DECIMALS),
            cint(row.get("weight")),
            None if row.get("source") == BY_HAND else (cint(row.get("has_value")), flt(row.get("value"), DECIMALS)),
        )
        for row in results
    ]
    return [*facts, *((row.get("question"),) for row in answers)]


def is_outdated(review: Document, arrangement: Document) -> bool:
    """Whether the results would be others if they were filled now."""
    fresh = filled_facts(fresh_results(review, arrangement), fresh_answers(review, arrangement))
    return fresh != filled_facts(review.results, review.answers)


def judge(review: Document) -> None:
    """Outcome of each result, and the score of them all."""
    for row in review.results:
        row.has_value = int(bool(cint(row.has_value) or as_number(row.value)))
        row.value = flt(row.value) if row.has_value else 0
        row.outcome = outcome(row.operator, flt(row.target), result_of(row).value).value
    found = score(map(result_of, review.results))
    review.update({"score": found or 0, "is_scored": int(found is not None)})


def result_of(row: Document) -> Result:
    return Result(
        measure=row.measure or "",
        operator=row.operator or "",
        target=flt(row.target),
        weight=cint(row.weight),
        value=flt(row.value) if cint(row.has_value) else None,
        remarks=row.remarks or "",
    )


def _from_snapshots(measure: Document, months: Sequence[MeasuredShare], period: Period) -> dict:
    within = [month for month in months if period.start <= month.period_start and month.period_end <= period.end]
    return {
        **_value(share_over(within)),
        "reference_doctype": "ITSM Evidence Source",
        "reference_name": measure.evidence_source,
        "months": ", ".join(f"{month.period_start:%Y-%m}" for month in within),
        "snapshots": ", ".join(month.snapshot for month in within),
    }


def _from_objective(measure: Document, found: Sequence[Reading], period: Period) -> dict:
    within = [reading for reading in found if period.start <= reading.measured_on <= period.end]
    return {
        **_value(within[-1].value if within else None),
        "reference_doctype": "ITSM Objective",
        "reference_name": measure.objective,
        "months": f"{within[-1].measured_on:%Y-%m}" if within else "",
    }


def _entered(row: Document | None) -> dict:
    return _value(flt(row.value) if row and row.source == BY_HAND and cint(row.has_value) else None)


def _value(value: float | None) -> dict:
    return {"value": value or 0, "has_value": int(value is not None)}
