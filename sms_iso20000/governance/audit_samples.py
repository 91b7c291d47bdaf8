"""Populations that samples of an audit are drawn from, read with the eyes of who draws (4.5.4.2).

Names are read in order, so many at once, each query beginning after the last name: their number follows from the size
of the population alone. All names are held in memory while drawing, about 200 MB for half a million.
"""

import gzip
import json
from collections.abc import Iterator, Sequence

import frappe
from frappe import _
from frappe.model import default_fields, get_permitted_fields
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from sms_iso20000.evidence.attachment import digest_of, path_of
from sms_iso20000.governance.audit_facts import team_of
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.audit import SEALED_IN, unmet_answerer
from sms_iso20000.rules.retention import PERSONAL
from sms_iso20000.rules.sampling import Method, Row, differences, draw, unmet_filters
from sms_iso20000.rules.unmet import Unmet

READ_AT_ONCE = 20_000
# Differences that are named one by one; the others are counted.
NAMED = 50


def unmet_population(sample: Document) -> list[Unmet]:
    """All reasons why the signed-in user cannot draw from the population as it is described."""
    doctype = sample.population_doctype
    if not doctype:
        return []
    if unmet := _unmet_doctype(doctype):
        return unmet
    unmet = unmet_filters(filters_of(sample), readable_fields(doctype))
    if sample.method == Method.STRATIFIED:
        if not sample.stratum_field:
            unmet.append(Unmet("stratum_field_missing"))
        elif sample.stratum_field not in readable_fields(doctype):
            unmet.append(Unmet("filter_field_unreadable", {"field": sample.stratum_field}))
    return unmet


def unmet_examiner(audit: str | None) -> list[Unmet]:
    """Why the signed-in user cannot note what they found in a record drawn for `audit`: its report is issued, or they
    are not in its team."""
    if not audit:
        return []
    doc = frappe.get_doc("ITSM Audit", audit)
    if doc.workflow_state in SEALED_IN:
        return [Unmet("audit_over")]
    return unmet_answerer(doc.kind, team_of(doc), frappe.session.user)


def readable_fields(doctype: str) -> set[str]:
    """Fields with a column of `doctype` that the signed-in user may read."""
    return set(get_permitted_fields(doctype)) & {*frappe.get_meta(doctype).get_valid_columns(), *default_fields}


def filters_of(sample: Document) -> object:
    """The filters as rows; None where they are none."""
    try:
        return json.loads(sample.filters or "[]")
    except ValueError:
        return None


def population_of(sample: Document) -> list[Row]:
    """The records that fit and that the signed-in user may read, in the order of their names."""
    return list(_rows(sample))


def count_of(sample: Document) -> int:
    return sum(1 for _row in _rows(sample))


# -- what is kept of it ----------------------------------------------------------------------------------------------


def keep_population(sample: Document, population: Sequence[Row]) -> dict[str, str]:
    """File the list of the population with the sample; returns its address and SHA-256."""
    attachment = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{sample.name}-population.jsonl.gz",
            "attached_to_doctype": sample.doctype,
            "attached_to_name": sample.name,
            "attached_to_field": "population",
            "is_private": 1,
            "content": _as_file(population),
        }
    ).insert(ignore_permissions=True)
    return {"population": attachment.file_url, "population_hash": digest_of(attachment.file_url)}


def kept_population(sample: Document) -> list[Row]:
    """The population that was drawn from; raises Refused where its list is gone."""
    path = path_of(sample.population)
    if not path:
        refuse(Unmet("population_file_missing"))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Row(*json.loads(line)) for line in lines]


def drawn_again(sample: Document) -> dict:
    """Whether the seed gives the same records from the population that was drawn from, and what came and went since, as
    far as the signed-in user may read it."""
    before = kept_population(sample)
    drawn = [row.reference_name for row in sample.rows]
    again = draw(before, sample.method, len(drawn), sample.seed)
    now = [row.name for row in _rows(sample)]
    found = differences([row.name for row in before], now, drawn)
    return {
        "same_rows": [row.name for row in again] == drawn,
        "list_is_intact": digest_of(sample.population) == sample.population_hash,
        "population_then": len(before),
        "population_now": len(now),
        "drawn_that_went": list(found.drawn_that_went),
        **{key: list(getattr(found, key)[:NAMED]) for key in ("came", "went")},
        **{f"{key}_count": len(getattr(found, key)) for key in ("came", "went")},
    }


def _as_file(population: Sequence[Row]) -> bytes:
    """A line for each record. The same bytes for the same population: no time of making in it."""
    lines = "".join(json.dumps([row.name, row.stratum], ensure_ascii=False) + "\n" for row in population)
    return gzip.compress(lines.encode(), mtime=0)


def _rows(sample: Document) -> Iterator[Row]:
    doctype, stratum = sample.population_doctype, sample.stratum_field if sample.method == Method.STRATIFIED else ""
    filters, last = _conditions(sample), None
    more = True
    while more:
        rows = frappe.get_list(
            doctype,
            filters=[*filters, *([[doctype, "name", ">", last]] if last is not None else [])],
            fields=["name", *([stratum] if stratum and stratum != "name" else [])],
            order_by="name asc",
            limit_page_length=READ_AT_ONCE,
        )
        for row in rows:
            last = row.name
            yield Row(str(row.name), str(row.get(stratum) or "") if stratum else "")
        more = len(rows) == READ_AT_ONCE


def _conditions(sample: Document) -> list[list]:
    doctype = sample.population_doctype
    conditions = [[doctype, *row] for row in filters_of(sample)]
    conditions.append([doctype, "creation", "<", str(add_days(getdate(sample.as_of), 1))])
    system = frappe.get_meta(doctype).get_field("system")
    if system and system.options == "ITSM System":
        conditions.append([doctype, "system", "=", sample.system])
    return conditions


def _unmet_doctype(doctype: str) -> list[Unmet]:
    named = {"type": _(doctype)}
    kind = frappe.db.get_value("DocType", doctype, ["istable", "issingle", "is_virtual"], as_dict=True)
    if not kind or kind.istable or kind.issingle or kind.is_virtual:
        return [Unmet("population_without_records", named)]
    # Who is drawn by name is limited where competence is shown.
    if doctype in PERSONAL:
        return [Unmet("population_of_people")]
    return [] if frappe.has_permission(doctype, "read") else [Unmet("population_unreadable", named)]
