"""What lists of risks show beside the stored fields."""

import frappe


@frappe.whitelist(methods=["GET", "POST"])
def bands() -> dict[str, list[dict]]:
    """The bands of scores by system, rising, for the systems that the signed-in user may read."""
    systems = frappe.get_list("ITSM System", pluck="name", order_by="name asc", limit_page_length=0)
    rows = frappe.get_all(
        "ITSM System Risk Band",
        filters={"parent": ["in", systems], "parenttype": "ITSM System"},
        fields=["parent", "from_score", "title", "colour"],
        order_by="parent asc, idx asc",
    )
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row.parent, []).append(row)
    return found
