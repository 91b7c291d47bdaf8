"""The catalogue as a tree."""

import frappe

from sms_iso20000.sms_iso20000.doctype.itsm_requirement.itsm_requirement import in_language


@frappe.whitelist(methods=["GET", "POST"])
def children(doctype: str, parent: str = "") -> list[dict]:
    """Clauses and requirements below `parent`, titled in the reader's language, in the order of the standard."""
    rows = frappe.get_list(
        "ITSM Requirement",
        filters={"parent_itsm_requirement": parent or ["is", "not set"]},
        fields=["name", "clause", "is_group", "title_en", "title_zh"],
        order_by="position asc",
        limit_page_length=0,
    )
    return [
        {
            "value": row.name,
            "expandable": row.is_group,
            "title": f"{row.clause}  {in_language(row, 'title')}",
        }
        for row in rows
    ]
