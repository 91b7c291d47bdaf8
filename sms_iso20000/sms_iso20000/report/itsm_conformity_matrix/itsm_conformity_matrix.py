from collections import Counter

import frappe
from frappe import _
from frappe.utils import date_diff, getdate, today

from sms_iso20000.conformity.engine import EDITION, latest_run
from sms_iso20000.conformity.reasons import sentences_of
from sms_iso20000.conformity.verdicts import disagrees, latest_verdicts
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.verdict import Status
from sms_iso20000.sms_iso20000.doctype.itsm_requirement.itsm_requirement import in_language

COLOURS = {
    Status.MET: "green",
    Status.NOT_MET: "red",
    Status.STALE: "orange",
    Status.NOT_EVALUABLE: "blue",
    Status.NO_CHECK: "gray",
}


def execute(filters: dict | None = None) -> tuple:
    """The requirement tree with status, reason, age and records of the evidence, and the human verdict beside it.

    Filters: `system` (the only one, or the first, where it is left out), `clause` (begins with), `status`.
    """
    filters = frappe._dict(filters or {})
    system = filters.system or _first_system()
    if not system:
        return columns(), [], _("There is no service management system yet. Create an ITSM System first.")
    require_read("ITSM Conformity Result", system)
    run = latest_run(system)
    if not run:
        return columns(), [], _("{0} has not been evaluated yet. Press Evaluate Now.").format(system)
    rows = _rows(system, run, filters)
    leaves = [row for row in rows if row["status"]]
    return columns(), rows, _message(system, run), None, _summary(leaves)


def columns() -> list[dict]:
    # The host aligns by the first row, which is a clause and mostly empty.
    text = {"fieldtype": "Data", "align": "left"}
    return [
        {"fieldname": "title", "label": _("Requirement"), "width": 340, **text},
        {"fieldname": "status", "label": _("Status"), "width": 125, **text},
        {"fieldname": "verdict", "label": _("Human Verdict"), "width": 150, **text},
        {"fieldname": "reason", "label": _("Reason"), "width": 460, **text},
        {"fieldname": "evidence_age", "label": _("Evidence Age (Days)"), "fieldtype": "Int", "width": 150},
        {"fieldname": "records", "label": _("Records"), "width": 260, **text},
        {"fieldname": "verdict_by", "label": _("Verdict By"), "width": 140, **text},
        {"fieldname": "verdict_on", "label": _("Verdict On"), "fieldtype": "Date", "width": 110, "align": "left"},
    ]


def _first_system() -> str | None:
    names = frappe.get_list(
        "ITSM System", filters={"is_active": 1}, pluck="name", order_by="creation asc", limit_page_length=1
    )
    return names[0] if names else None


def _rows(system: str, run: str, filters: dict) -> list[dict]:
    """Clauses above their requirements; a clause is left out where the filters leave nothing below it."""
    results = _results(run)
    verdicts = latest_verdicts(system)
    rows = [_row(node, results.get(node.name), verdicts.get(node.name)) for node in _catalogue()]
    rows = [row for row in rows if _wanted(row, filters)]
    kept = {row["requirement"] for row in rows if row["status"]}
    parents = {row["requirement"]: row["parent"] for row in rows}
    for name in list(kept):
        while (name := parents.get(name)) and name not in kept:
            kept.add(name)
    rows = [row for row in rows if row["requirement"] in kept]
    _count_up(rows)
    return rows


def _catalogue() -> list:
    return frappe.get_all(
        "ITSM Requirement",
        filters={"edition": EDITION},
        fields=["name", "clause", "is_group", "parent_itsm_requirement", "title_en", "title_zh"],
        order_by="position asc",
    )


def _results(run: str) -> dict[str, dict]:
    rows = frappe.get_all(
        "ITSM Conformity Result",
        filters={"run": run},
        fields=["name", "requirement", "status", "reasons", "evidence_date"],
        order_by="position asc",
    )
    results = {row.requirement: row for row in rows}
    by_name = {row.name: row for row in rows}
    for row in rows:
        row.records = []
    for record in frappe.get_all(
        "ITSM Conformity Result Record",
        filters={"parent": ["in", list(by_name)], "parenttype": "ITSM Conformity Result"},
        fields=["parent", "reference_doctype", "reference_name"],
        order_by="parent asc, idx asc",
    ):
        by_name[record.parent].records.append([record.reference_doctype, record.reference_name])
    return results


def _row(node: dict, result: dict | None, verdict: dict | None) -> dict:
    status = result.status if result else ("" if node.is_group else Status.NO_CHECK.value)
    depth = 0 if " " not in node.clause and "." not in node.clause else node.clause.count(".") + (" " in node.clause)
    row = {
        "requirement": node.name,
        "parent": node.parent_itsm_requirement,
        "clause": node.clause,
        "title": f"{node.clause}  {in_language(node, 'title')}",
        "indent": depth - (" ." in node.clause),
        "status": "" if node.is_group else status,
        "reason": sentences_of(result.reasons) if result else "",
        "evidence_age": date_diff(today(), result.evidence_date) if result and result.evidence_date else None,
        "records": ", ".join(name for _doctype, name in result.records) if result else "",
        "links": result.records if result else [],
    }
    if verdict:
        row.update(
            verdict=verdict.verdict,
            verdict_by=verdict.decided_by_name,
            verdict_on=getdate(verdict.decided_on),
            verdict_reason=verdict.reason,
            disagrees=disagrees(status, verdict.verdict),
        )
    return row


def _wanted(row: dict, filters: dict) -> bool:
    clause = (filters.clause or "").strip()
    number = row["clause"].split(" ")[0]
    # Clauses above the wanted one stay for now; they go where nothing remains below them.
    if clause and not (
        f"{number}.".startswith(f"{clause}.") or (f"{clause}.".startswith(f"{number}.") and not row["status"])
    ):
        return False
    return not (filters.status and row["status"] and row["status"] != filters.status)


def _count_up(rows: list[dict]) -> None:
    """Beside each clause, how its requirements stand."""
    by_name = {row["requirement"]: row for row in rows}
    counts: dict[str, Counter] = {}
    for row in rows:
        name = row["parent"]
        while row["status"] and name in by_name:
            counts.setdefault(name, Counter())[row["status"]] += 1
            name = by_name[name]["parent"]
    for name, counted in counts.items():
        by_name[name]["reason"] = ", ".join(
            f"{counted[status.value]} {_(status.value)}" for status in Status if counted[status.value]
        )


def _message(system: str, run: str) -> str:
    moment, edition = frappe.db.get_value("ITSM Conformity Run", run, ["run_on", "edition"])
    return _(
        "{0}, edition {1}, evaluated {2} from the records of that moment. Requirements without a check say so."
    ).format(frappe.utils.escape_html(system), edition, frappe.utils.format_datetime(moment))


def _summary(leaves: list[dict]) -> list[dict]:
    counted = Counter(row["status"] for row in leaves)
    return [
        {
            "label": _(status.value),
            "value": counted[status.value],
            "indicator": COLOURS[status].title(),
            "datatype": "Int",
        }
        for status in Status
    ]
