"""What tickets would count as under a mapping, shown to the person who makes it."""

import frappe
from frappe.model.document import Document

from sms_iso20000.evidence.source import VALUE_FIELDS, dimensions_of, filters_of, values_of
from sms_iso20000.rules.service_level import plain, read_result

SHOWN = 20
# The host takes no date for one long before this, and so leaves out what is not closed.
EARLIEST = "1900-01-01"


def preview_of(source: Document) -> list[dict]:
    """The newest closed tickets that fit `source` and that the signed-in user may read, at most twenty.

    Each has name, closed_on, value (the raw target result), result (as a snapshot counts it) and values by dimension.
    The mapping must be one that the user may make.
    """
    dimensions = dimensions_of(source)
    rows = frappe.get_list(
        source.source_doctype,
        filters=[
            *([field, "=", value] for field, value in filters_of(source).items()),
            [source.closed_field, ">=", EARLIEST],
        ],
        fields=sorted({"name", source.closed_field, source.target_field, *dimensions.values()}),
        order_by=f"{source.closed_field} desc, name desc",
        limit_page_length=SHOWN,
    )
    named = [values_of(source, field) for field in VALUE_FIELDS]
    return [
        {
            "name": row.name,
            "closed_on": row[source.closed_field],
            "value": plain(row[source.target_field]),
            "result": read_result(row[source.target_field], *named),
            "values": {dimension: plain(row[field]) for dimension, field in dimensions.items()},
        }
        for row in rows
    ]
