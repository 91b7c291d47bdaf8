"""What became of party and agreement since the terms were agreed: how their records stand, and what changed in them.

Read from the records and versions of the host; it keeps versions of record types that track their changes.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, formatdate, strip_html

from sms_iso20000.governance.arrangements import Reference, standings_of
from sms_iso20000.rules.standing import END_DATES, LOOKED_AT, Standing

# Beside what decides how a record stands, what a reader looks for first in a contract or with a supplier.
FACTS = ("is_signed", "start_date", *END_DATES, *LOOKED_AT, "on_hold", "is_frozen", "fulfilment_status")
LONGEST = 200
# The newest of them; all are on the timeline of the record.
MOST = 100
DOCUMENT_STATUS = ("Draft", "Submitted", "Cancelled")


@dataclass(frozen=True)
class Change:
    """One field that changed in the record of party or agreement; dates as the host writes them, values as text."""

    doctype: str
    name: str
    changed_on: datetime
    changed_by: str
    field: str
    before: str
    after: str


def standing_now(arrangement: Document) -> list[dict]:
    """How the records of party and agreement stand today: each with standing, facts as label and value, and whether
    it keeps versions. Of a record that the signed-in user may not read only the standing."""
    references = _references(arrangement)
    standings = standings_of(references)
    return [_standing(reference, standings[reference]) for reference in references]


def changes_of(arrangement: Document) -> list[dict]:
    """Changes of party and agreement since the terms were agreed, or the record was made, the newest first.

    As far as the signed-in user may read the records and their fields.
    """
    since = arrangement.agreed_on or arrangement.creation
    changes = [
        change
        for reference, standing in standings_of(_references(arrangement)).items()
        if standing is not Standing.GONE and _is_readable(reference)
        for change in _changes(reference, since)
    ]
    changes.sort(key=lambda change: (change.changed_on, change.doctype), reverse=True)
    return [asdict(change) for change in changes[:MOST]]


def _references(arrangement: Document) -> list[Reference]:
    named = ((arrangement.party_type, arrangement.party), (arrangement.agreement_type, arrangement.agreement))
    return [reference for reference in named if all(reference)]


def _is_readable(reference: Reference) -> bool:
    doctype, name = reference
    return frappe.has_permission(doctype, "read", doc=name)


def _standing(reference: Reference, standing: Standing) -> dict:
    doctype, name = reference
    shown = {"doctype": doctype, "name": name, "standing": standing.value, "facts": [], "is_tracked": False}
    if standing is Standing.GONE or not _is_readable(reference):
        return {**shown, "is_readable": False}
    record = frappe.get_doc(doctype, name)
    readable = _readable_fields(doctype)
    fields = [field for field in dict.fromkeys(FACTS) if field in readable]
    facts = [{"label": _label(record.meta, field), "value": _fact(record, field)} for field in fields]
    is_tracked = bool(record.meta.track_changes)
    return {**shown, "is_readable": True, "is_tracked": is_tracked, "facts": [fact for fact in facts if fact["value"]]}


def _fact(record: Document, field: str) -> str:
    described, value = record.meta.get_field(field), record.get(field)
    if described and described.fieldtype in ("Date", "Datetime"):
        return formatdate(value) if value else ""
    return _shown(record.meta, field, value)


def _changes(reference: Reference, since: datetime) -> Iterator[Change]:
    doctype, name = reference
    meta, readable = frappe.get_meta(doctype), _readable_fields(doctype)
    versions = frappe.get_all(
        "Version",
        filters={"ref_doctype": doctype, "docname": name, "creation": [">", since]},
        fields=["creation", "owner", "data"],
        order_by="creation desc, name desc",
        limit=MOST,
    )
    for version in versions:
        for field, before, after in _differences(meta, frappe.parse_json(version.data or "{}")):
            if field in readable:
                changed = (version.creation, version.owner, _label(meta, field))
                yield Change(doctype, name, *changed, before, after)


def _differences(meta, data: dict) -> Iterator[tuple[str, str, str]]:
    """Field, value before and value after. Of a table how many rows changed, since each row has permissions again."""
    for field, before, after in data.get("changed") or ():
        yield field, _shown(meta, field, before), _shown(meta, field, after)
    tables: dict[str, int] = {}
    for kind in ("added", "removed", "row_changed"):
        for table, *_row in data.get(kind) or ():
            tables[table] = tables.get(table, 0) + 1
    for table, rows in tables.items():
        yield table, "", _("Rows changed: {0}").format(rows)


def _readable_fields(doctype: str) -> set[str]:
    meta = frappe.get_meta(doctype)
    readable = set(meta.get_permitted_fieldnames(permission_type="read", user=frappe.session.user))
    levels = set(meta.get_permlevel_access("read"))
    tables = {table.fieldname for table in meta.get_table_fields() if table.permlevel in levels}
    return readable | tables | ({"docstatus"} if meta.is_submittable else set())


def _label(meta, field: str) -> str:
    return _("Document Status") if field == "docstatus" else _(meta.get_label(field), context=meta.name)


def _shown(meta, field: str, value: object) -> str:
    described = meta.get_field(field)
    if field == "docstatus":
        return _(DOCUMENT_STATUS[cint(value)])
    if described and described.fieldtype == "Check":
        return _("Yes") if cint(value) else _("No")
    text = strip_html(cstr(value)).strip()
    if described and described.fieldtype == "Select":
        return _(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
