"""Management reviews of a system: the last one, what it has to look at, and how often (4.5.4.3)."""

from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_months, cint, getdate

from sms_iso20000.rules.management_review import State
from sms_iso20000.rules.review_input import Section, from_text, inputs_for

REVIEW, INPUT = "ITSM Management Review", "ITSM Management Review Input"
ADDENDUM = "ITSM Management Review Addendum"


def interval_of(system: str) -> int:
    """Months from one review to the next."""
    return cint(frappe.db.get_value("ITSM System", system, "management_review_interval"))


def topics_of(system: str) -> dict[str, str]:
    """The inputs that the editions held ask for, each with its clause."""
    editions = frappe.get_all(
        "ITSM System Edition",
        filters={"parent": system, "parenttype": "ITSM System"},
        pluck="edition",
        order_by="idx asc",
    )
    return inputs_for(editions)


def last_signed(system: str, until: date | None = None) -> frappe._dict | None:
    """The signed review with the latest cut-off date, not after `until`: name, title, cutoff_on and held_on."""
    filters = {"system": system, "workflow_state": State.SIGNED.value}
    if until:
        filters["cutoff_on"] = ["<=", until]
    found = frappe.get_all(
        REVIEW,
        filters=filters,
        fields=["name", "title", "cutoff_on", "held_on", "signed_on"],
        order_by="cutoff_on desc, signed_on desc, name desc",
        limit=1,
    )
    return found[0] if found else None


def sections_of(review: str | None) -> dict[str, Section]:
    """What a review was told, by topic; nothing without a review."""
    if not review:
        return {}
    rows = frappe.get_all(
        INPUT,
        filters={"parent": review, "parenttype": REVIEW},
        fields=["topic", "facts"],
        order_by="idx asc",
    )
    return {row.topic: from_text(row.facts) for row in rows if row.facts}


def period_start(system: str, cutoff_on: date, last: frappe._dict | None) -> date:
    """The first day that the inputs are about: the one after the last cut-off date, or an interval ago without one."""
    if last:
        return getdate(add_days(last.cutoff_on, 1))
    return getdate(add_days(add_months(cutoff_on, -interval_of(system)), 1))


def addenda_of(review: Document) -> list[frappe._dict]:
    """The signed corrections of a review, the oldest first."""
    return frappe.get_all(
        ADDENDUM,
        filters={"review": review.name, "status": "Signed"},
        fields=["name", "reason", "correction", "signed_by", "signed_on"],
        order_by="signed_on asc, name asc",
    )
