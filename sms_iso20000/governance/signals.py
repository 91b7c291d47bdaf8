"""Signs of trouble in the records: falling results, repeated misses and causes, and what ends soon (4.5.5.1)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, add_months, cint, formatdate, getdate, today

from sms_iso20000.evidence.measured import MeasuredShare, measured_series, values_seen
from sms_iso20000.governance.nonconformities import NONCONFORMITY
from sms_iso20000.rules.arrangement import AT_WORK
from sms_iso20000.rules.nonconformity import State
from sms_iso20000.rules.schedule import previous_month
from sms_iso20000.rules.signal import (
    MANY_CASES,
    Kind,
    Month,
    Signal,
    ends_soon,
    is_falling,
    last_months,
    misses_repeatedly,
)
from sms_iso20000.rules.standing import END_DATES

SNAPSHOT = "ITSM Service Level Snapshot"
SERVICE = "Service"
_AT_WORK = {"workflow_state": ["in", [state.value for state in AT_WORK]]}
# What ends, by record type: the field of its last day, who answers for it, and which records still count.
ENDING = {
    "ITSM Arrangement": (
        "ends_on",
        "accountable_owner",
        {"workflow_state": ["in", [state.value for state in AT_WORK]]},
    ),
    "ITSM Service Asset": ("expires_on", "custodian", {"is_active": 1}),
    "ITSM Obligation": ("ends_on", "obligation_owner", {"is_active": 1}),
}


@dataclass(frozen=True)
class Warning:
    """A signal with what shows it: the record to open, and the sentence for a person. `responsible` may be empty."""

    signal: Signal
    title: str
    evidence: str
    reference: tuple[str, str]
    responsible: str = ""
    due_on: date | None = None


def warnings_of(system: str, day: date | None = None) -> list[Warning]:
    """All signs that the records of `system` show today, or showed on `day`."""
    day = day or getdate(today())
    lead = cint(frappe.db.get_value("ITSM System", system, "preventive_lead"))
    ending = [*_from_last_days(system, lead, day), *_from_agreements(system, lead, day)]
    return [*_from_results(system, day), *_from_causes(system, day), *ending]


def _from_results(system: str, day: date) -> Iterator[Warning]:
    latest, _last = previous_month(day)
    sources = frappe.get_all(
        "ITSM Evidence Source",
        filters={"system": system, "is_enabled": 1},
        fields=["name", "title"],
        order_by="name asc",
    )
    services = values_seen(system, SERVICE)
    titles = {source.name: source.title for source in sources}
    wanted = [(source, SERVICE, service) for source in titles for service in services]
    for (source, _dimension, service), series in measured_series(wanted).items():
        measured = [month for month in series if month.period_start <= latest]
        months = last_months([Month(row.period_start, row.share, row.missed) for row in measured], latest)
        subject = f"{source}|{service}"
        occurrences = tuple(month.start.isoformat() for month in months)
        if is_falling(months):
            signal = Signal(Kind.FALLING, subject, occurrences)
            title = _("{0}: results fall month after month").format(service)
            yield Warning(signal, title, _shares(titles[source], measured[-len(months) :]), _newest(measured))
        if misses_repeatedly(months):
            signal = Signal(Kind.MISSES, subject, occurrences)
            title = _("{0}: targets are missed month after month").format(service)
            yield Warning(signal, title, _shares(titles[source], measured[-len(months) :]), _newest(measured))


def _from_causes(system: str, day: date) -> Iterator[Warning]:
    months = cint(frappe.db.get_value("ITSM System", system, "recurrence_lookback"))
    rows = frappe.get_all(
        NONCONFORMITY,
        filters={
            "system": system,
            "cause_category": ["is", "set"],
            "workflow_state": ["!=", State.REJECTED.value],
            "reported_on": ["between", [add_months(day, -months), day]],
        },
        fields=["name", "title", "cause_category", "related_process"],
        order_by="reported_on asc, name asc",
    )
    groups = defaultdict(list)
    for row in rows:
        groups[row.cause_category, row.related_process or ""].append(row)
    for (category, process), cases in groups.items():
        if len(cases) >= MANY_CASES:
            signal = Signal(
                Kind.CAUSE, f"{system}|{category}|{process}", tuple(case.name for case in cases[-MANY_CASES:])
            )
            title = _("The same kind of cause again and again: {0}").format(_(category))
            evidence = "\n".join(f"{case.name} {case.title}" for case in cases)
            yield Warning(signal, title, evidence, (NONCONFORMITY, cases[-1].name))


def _from_last_days(system: str, lead: int, day: date) -> Iterator[Warning]:
    for doctype, (field, owner, filters) in ENDING.items():
        rows = frappe.get_all(
            doctype,
            filters={
                "system": system,
                "creation": ["<", add_days(day, 1)],
                field: ["between", [day, add_days(day, lead)]],
                **filters,
            },
            fields=["name", "title", field, owner],
            order_by=f"{field} asc, name asc",
        )
        for row in rows:
            record = (doctype, row.name)
            yield from _if_ending(lead, day, record, row.title, row[field], record, row[owner])


def _from_agreements(system: str, lead: int, day: date) -> Iterator[Warning]:
    services = frappe.get_all(
        "ITSM Service",
        filters={"system": system, "workflow_state": "Live"},
        fields=["name", "title", "service_owner"],
        order_by="name asc",
    )
    by_name = {row.name: row for row in services}
    rows = frappe.get_all(
        "ITSM Service Agreement",
        filters={"parenttype": "ITSM Service", "parent": ["in", list(by_name)]},
        fields=["parent", "agreement_type", "agreement"],
        order_by="parent asc, idx asc",
    )
    names = defaultdict(set)
    for row in rows:
        names[row.agreement_type].add(row.agreement)
    ends = {(doctype, name): day for doctype in names for name, day in _last_days_of(doctype, names[doctype]).items()}
    for row in rows:
        service, agreement = by_name[row.parent], (row.agreement_type, row.agreement)
        about = ("ITSM Service", service.name)
        last = ends.get(agreement)
        yield from _if_ending(lead, day, agreement, row.agreement, last, about, service.service_owner)


def _if_ending(
    lead: int,
    today: date,
    ending: tuple[str, str],
    title: str,
    ends_on: date | None,
    reference: tuple[str, str],
    responsible: str | None,
) -> Iterator[Warning]:
    day = getdate(ends_on) if ends_on else None
    if ends_soon(day, today, lead):
        signal = Signal(Kind.EXPIRY, "|".join(ending), (day.isoformat(),))
        evidence = _("{0} {1} ends on {2}.").format(_(ending[0]), ending[1], formatdate(day))
        yield Warning(signal, _("{0} ends soon").format(title), evidence, reference, responsible or "", day)


def _last_days_of(doctype: str, names: set[str]) -> dict[str, date]:
    """The last day of each record that has one, by whichever of the usual fields its type keeps it in."""
    if not frappe.db.exists("DocType", doctype):
        return {}
    fields = [field for field in END_DATES if frappe.get_meta(doctype).has_field(field)]
    if not fields:
        return {}
    rows = frappe.get_all(
        doctype, filters={"name": ["in", sorted(names)]}, fields=["name", *fields], order_by="name asc"
    )
    days = {row.name: [getdate(row[field]) for field in fields if row[field]] for row in rows}
    return {name: min(found) for name, found in days.items() if found}


def _shares(source: str, months: list[MeasuredShare]) -> str:
    lines = [
        _("{0}: {1} % in target, {2} missed ({3})").format(
            formatdate(month.period_start, "yyyy-MM"), month.share, month.missed, month.snapshot
        )
        for month in months
    ]
    return "\n".join([source, *lines])


def _newest(months: list[MeasuredShare]) -> tuple[str, str]:
    return SNAPSHOT, months[-1].snapshot
