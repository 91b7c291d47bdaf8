from collections import Counter

import frappe
from frappe import _

from sms_iso20000.governance.language import in_reader_language
from sms_iso20000.governance.named_records import readable_titles
from sms_iso20000.governance.obligations import obligations_of
from sms_iso20000.governance.services import services_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.obligation import Standing

AS_STORED = (
    *("name", "title", "kind", "issuer", "reference", "obligation_owner", "starts_on", "ends_on"),
    *("source_type", "source_document", "last_reviewed_on", "next_review_on", "reasons"),
)


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Laws, standards and contracts that bind the service provider, with how each stands (4.5.2 d).

    Filters: `system` (needed), `standing` (any of an obligation's, not the gravest alone), `kind`, `service`.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Obligation", filters.system)
    rows = [row for row in obligations_of(filters.system, as_reader=True) if _is_wanted(row, filters)]
    rows.sort(key=lambda row: list(Standing).index(row.standing))
    titles = {row.name: in_reader_language(row) for row in services_of(filters.system)}
    sources = readable_titles((row.source_type, row.source_document) for row in rows)
    return columns(), [_shown(row, titles, sources) for row in rows], None, None, _summary(rows)


def columns() -> list[dict]:
    text, day = {"fieldtype": "Data", "align": "left"}, {"fieldtype": "Date", "width": 110}
    return [
        {"fieldname": "title", "label": _("Obligation"), "width": 280, **text},
        {"fieldname": "standing", "label": _("Standing"), "width": 200, **text},
        {"fieldname": "kind_shown", "label": _("Kind"), "width": 100, **text},
        {"fieldname": "issuer", "label": _("Issued By"), "width": 150, **text},
        {"fieldname": "reference", "label": _("Where It Is Written"), "width": 180, **text},
        {"fieldname": "source", "label": _("Source Document"), "width": 220, **text},
        {"fieldname": "services", "label": _("Services Concerned"), "width": 220, **text},
        {"fieldname": "obligation_owner", "label": _("Owner"), "fieldtype": "Link", "options": "User", "width": 170},
        {"fieldname": "last_reviewed_on", "label": _("Reviewed On"), **day},
        {"fieldname": "next_review_on", "label": _("Review Due"), **day},
        {"fieldname": "starts_on", "label": _("Starts On"), **day},
        {"fieldname": "ends_on", "label": _("Last Day"), **day},
        {"fieldname": "name", "label": _("Record"), "fieldtype": "Link", "options": "ITSM Obligation", "width": 140},
    ]


def _is_wanted(row: dict, filters: dict) -> bool:
    return (
        (not filters.standing or filters.standing in row.reasons)
        and (not filters.kind or row.kind == filters.kind)
        and (not filters.service or bool(row.concerns_all) or filters.service in row.services)
    )


def _shown(row: dict, titles: dict[str, str], sources: dict[tuple[str, str], str]) -> dict:
    """The row in words, so that an export says what the screen does; codes stay beside them."""
    services = [_("All Services")] if row.concerns_all else [titles.get(name, name) for name in row.services]
    return {
        **{field: row[field] for field in AS_STORED},
        "kind_shown": _(row.kind),
        "standing": ", ".join(map(_, row.reasons)),
        "services": ", ".join(services),
        "source": sources.get((row.source_type, row.source_document), row.source_document or ""),
    }


def _summary(rows: list[dict]) -> list[dict]:
    counted = Counter(reason for row in rows for reason in row.reasons)
    figures = [(_("Obligations"), len(rows), "Blue")]
    figures += [
        (_(standing.value), counted[standing.value], colour)
        for standing, colour in (
            (Standing.ENDED, "Red"),
            (Standing.SOURCE_GONE, "Red"),
            (Standing.REVIEW_OVERDUE, "Orange"),
            (Standing.ENDS_SOON, "Orange"),
        )
    ]
    return [
        {"label": label, "value": value, "datatype": "Int", "indicator": colour if value else "Green"}
        for label, value, colour in figures
    ]
