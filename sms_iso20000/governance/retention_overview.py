"""Where each retention rule stands: what it keeps, what is due, and what of the host works against it (4.3.3)."""

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Sum
from frappe.utils import getdate, today

from sms_iso20000.governance.retention import RULE, covered, due
from sms_iso20000.governance.retention_conflicts import conflicts_of
from sms_iso20000.rules.retention import IN_FORCE


def standing_of(rule: Document) -> dict:
    """`kept` and `due` in records, of which the former contains nothing of the latter, and `conflicts` as sentences
    in the reader's language. A rule that is not in force keeps nothing."""
    if rule.status != IN_FORCE or not frappe.db.exists("DocType", rule.document_type):
        return {"kept": 0, "due": 0, "conflicts": []}
    ended = len(due(rule, getdate(today())))
    return {
        "kept": covered(rule) - ended,
        "due": ended,
        "conflicts": [conflict.sentence for conflict in conflicts_of([rule])],
    }


def disposed_so_far(rules: list[str]) -> dict[str, int]:
    """Records disposed of under each of `rules`, where there were any. One query."""
    disposal = frappe.qb.DocType("ITSM Disposal")
    rows = (
        frappe.qb.from_(disposal)
        .select(disposal.rule, Sum(disposal.disposed))
        .where(disposal.rule.isin(rules) & (disposal.disposed > 0))
        .groupby(disposal.rule)
        .run()
    )
    return {rule: int(disposed) for rule, disposed in rows}


def evidence_without_rule(system: str) -> list[str]:
    """Record types that the enabled evidence sources of `system` read and no rule in force of any system keeps."""
    read = frappe.get_all(
        "ITSM Evidence Source",
        filters={"system": system, "is_enabled": 1},
        pluck="source_doctype",
        distinct=True,
        order_by="source_doctype asc",
    )
    kept = set(
        frappe.get_all(
            RULE,
            filters={"status": IN_FORCE, "document_type": ["in", read]},
            pluck="document_type",
            order_by="name asc",
        )
    )
    return [doctype for doctype in read if doctype not in kept]
