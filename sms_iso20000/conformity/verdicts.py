"""The human verdicts beside the computed status."""

import frappe


def latest_verdicts(system: str) -> dict[str, dict]:
    """The newest verdict on each requirement, by requirement."""
    rows = frappe.get_all(
        "ITSM Decision",
        filters={"system": system, "decision": "Verdict", "reference_doctype": "ITSM Requirement"},
        fields=["name", "reference_name", "verdict", "decided_by_name", "decided_on", "reason"],
        order_by="sequence asc",
    )
    return {row.reference_name: row for row in rows}


def disagrees(status: str, verdict: str) -> bool:
    """A human says the opposite of what the records say."""
    return (status == "Met" and verdict == "Does Not Conform") or (status != "Met" and verdict == "Conforms")
