"""Evidence recorded by hand, as the checks read it."""

import frappe


def evidence_for(system: str) -> dict[str, list[dict]]:
    """Evidence by the clause of its requirement ("4.1.1 c"), the newest first; what was withdrawn is left out.

    One query. Each row has name, title, finding, status ("Draft" awaits confirmation), evidence_date, valid_until,
    confirmed_by and recorded_by.
    """
    evidence, requirement = frappe.qb.DocType("ITSM Evidence"), frappe.qb.DocType("ITSM Requirement")
    rows = (
        frappe.qb.from_(evidence)
        .join(requirement)
        .on(requirement.name == evidence.requirement)
        .select(
            requirement.clause,
            evidence.name,
            evidence.title,
            evidence.finding,
            evidence.status,
            evidence.evidence_date,
            evidence.valid_until,
            evidence.confirmed_by,
            evidence.recorded_by,
        )
        .where(evidence.system == system)
        .where(evidence.status != "Withdrawn")
        .orderby(evidence.evidence_date, order=frappe.qb.desc)
        .orderby(evidence.name, order=frappe.qb.desc)
        .run(as_dict=True)
    )
    by_clause: dict[str, list[dict]] = {}
    for row in rows:
        by_clause.setdefault(row.pop("clause"), []).append(row)
    return by_clause
