"""What stands against the content of an obligation, and when its next review is due (4.5.2 d)."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, cint, getdate, today

from sms_iso20000.governance.dates import unmet_order
from sms_iso20000.governance.named_records import unmet_reading_of, unmet_type
from sms_iso20000.rules.asset import as_quantity
from sms_iso20000.rules.service import named_twice
from sms_iso20000.rules.unmet import Unmet

# Fields of the record that an obligation is written in: its type, its name.
SOURCE = ("source_type", "source_document")


def unmet_content(obligation: Document) -> list[Unmet]:
    """All reasons why the content cannot be kept as it stands."""
    return [
        *obligation.unmet_people(),
        *_unmet_source(obligation),
        *_unmet_services(obligation),
        *unmet_order(obligation, "starts_on", "ends_on"),
        *_unmet_interval(obligation),
    ]


def unmet_record_type(obligation: Document) -> list[Unmet]:
    """A type of the source, newly named, that this site has not or that has no records of its own."""
    before = obligation.get_doc_before_save()
    if not obligation.source_type or (before and before.source_type == obligation.source_type):
        return []
    return unmet_type(obligation.source_type, _(obligation.meta.get_label("source_type")))


def next_review_of(obligation: Document) -> date:
    """When the obligation is due for review: its interval, else that of the system, after the last one or the day on
    which it was put on record."""
    months = cint(obligation.review_interval) or cint(
        frappe.db.get_value("ITSM System", obligation.system, "obligation_review_interval")
    )
    return getdate(add_months(obligation.last_reviewed_on or obligation.creation or today(), months))


def is_source_known(obligation: Document) -> bool:
    """Whether the source was named before; whatever became of it, it must be possible to save the rest."""
    before = obligation.get_doc_before_save()
    return bool(before) and _source(before) == _source(obligation)


def _unmet_source(obligation: Document) -> list[Unmet]:
    if obligation.source_type and not obligation.source_document:
        return [Unmet("obligation_source_missing", {"type": _(obligation.source_type)})]
    if not obligation.source_document or is_source_known(obligation):
        return []
    return unmet_reading_of([_source(obligation)]) or obligation.unmet_reference(*_source(obligation))


def _unmet_services(obligation: Document) -> list[Unmet]:
    named = [row.service for row in obligation.services if row.service]
    if not named and not cint(obligation.concerns_all):
        return [Unmet("obligation_without_service")]
    label = _(obligation.meta.get_label("services"))
    return [
        *(reason for name in named for reason in obligation.unmet_reference("ITSM Service", name)),
        *(Unmet("row_twice", {"name": name, "table": label}) for (name,) in named_twice([(name,) for name in named])),
    ]


def _unmet_interval(obligation: Document) -> list[Unmet]:
    """The host would keep a text or a fraction as some other number."""
    if as_quantity(obligation.review_interval) is not None:
        return []
    return [Unmet("interval_not_whole", {"field": _(obligation.meta.get_label("review_interval"))})]


def _source(obligation: Document) -> tuple[str, str]:
    return tuple(obligation.get(field) or "" for field in SOURCE)
