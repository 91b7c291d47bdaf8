"""Audits of the period and what they found, what is still open of it, and how far the programme is (4.5.4.3 f)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import getdate

from sms_iso20000.governance.audit_programmes import PROGRAMME, coverage_of, cycle_of, ground_of, slots_of
from sms_iso20000.governance.audit_view import standings_of
from sms_iso20000.governance.dates import as_date
from sms_iso20000.governance.nonconformities import NONCONFORMITY
from sms_iso20000.governance.nonconformities_at import Cases, by_grade, cases_at
from sms_iso20000.governance.people import full_names
from sms_iso20000.governance.review_curves import standing_per_month
from sms_iso20000.governance.review_facts import SHOWN, iso, record
from sms_iso20000.governance.standing_at import after, is_used, records_at
from sms_iso20000.rules.audit import EXTERNAL_KINDS, FINDINGS, GRADED, INTERNAL, OWN_KINDS, REPORTED
from sms_iso20000.rules.audit_coverage import Standing, holes
from sms_iso20000.rules.audit_programme import SlotStatus, State
from sms_iso20000.rules.external_audit import Response, response_of
from sms_iso20000.rules.nonconformity import Grade
from sms_iso20000.rules.nonconformity_figures import ages
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

AUDIT, ITEM = "ITSM Audit", "ITSM Audit Item"
FIELDS = ("title", "kind", "reported_on", "response_due_on", "responded_on")
FOUND = dict(zip(FINDINGS, ("found_major", "found_minor", "found_concern", "found_opportunity"), strict=True))
OPEN_OF = {Grade.MAJOR: "findings_open_major", Grade.MINOR: "findings_open_minor", Grade.CONCERN: "findings_concern"}
OF_AGE = ("findings_age_30", "findings_age_60", "findings_age_90", "findings_age_over")
AUDIT_COLUMNS = (
    *(("audit", "record"), ("audit_kind", "choice"), ("audit_reported_on", "date")),
    *(("audit_graded", "number"), ("audit_open", "number")),
)
FINDING_COLUMNS = (
    *(("audit_finding", "record"), ("finding_grade", "choice"), ("finding_audit", "record")),
    *(("finding_reported_on", "date"), ("finding_due_on", "date"), ("finding_manager", "text")),
)


def compile_input(system: str, since: date, until: date) -> Section:
    """Audits, findings and answers of the period, with the programme as it stands at the cut-off."""
    audits, _course = records_at(AUDIT, system, since, until, FIELDS)
    programme = _programme(system, until)
    if not (audits or programme or is_used(AUDIT, system, until)):
        return Section("audits", gaps=(Reason("no_audit_on_record"),))
    reported = [row for row in audits if row.stage in REPORTED and getdate(row.reported_on) >= since]
    found = _found([row.name for row in reported])
    cases = cases_at(system, since, until).only(lambda row: row.reference_doctype == AUDIT)
    return Section(
        "audits",
        figures=(*_audited(reported, found), *_open(cases), *_answers(audits, since, until), *programme),
        tables=(*_reported(reported, found, cases), *_oldest(cases)),
        curves=(standing_per_month("findings_by_month", cases.spans, until),),
        gaps=() if programme else (Reason("no_programme_at_work"),),
    )


def words() -> dict[str, str]:
    return {
        "audits_internal": _("Internal audits reported in the period"),
        "audits_supplier": _("Audits of suppliers reported in the period"),
        "audits_external": _("Audits of certification bodies reported in the period"),
        "found_major": _("Major findings of the audits reported in the period"),
        "found_minor": _("Minor findings of the audits reported in the period"),
        "found_concern": _("Concerns found by the audits reported in the period"),
        "found_opportunity": _("Opportunities for improvement found by the audits reported in the period"),
        "findings_open_major": _("Open major nonconformities from audits"),
        "findings_open_minor": _("Open minor nonconformities from audits"),
        "findings_concern": _("Open concerns from audits"),
        "findings_age_30": _("Nonconformities from audits open for up to 30 days"),
        "findings_age_60": _("Nonconformities from audits open for 31 to 60 days"),
        "findings_age_90": _("Nonconformities from audits open for 61 to 90 days"),
        "findings_age_over": _("Nonconformities from audits open for more than 90 days"),
        "findings_overdue": _("Nonconformities from audits that are overdue"),
        "answers_due": _("Answers that a certification body waits for"),
        "answers_overdue": _("Answers to a certification body that are overdue"),
        "answers_late": _("Answers given too late in the period"),
        "slots_done": _("Slots of the audit programme that are done"),
        "slots_to_come": _("Slots of the audit programme that are still to come"),
        "slots_overdue": _("Slots of the audit programme that are overdue"),
        "coverage_holes": _("Parts of the audit cycle that nothing covers"),
        "audits_reported": _("Audits reported in the period"),
        "findings_oldest": _("Nonconformities from audits that are open the longest"),
        "findings_by_month": _("Open nonconformities from audits at the end of each month"),
        "audit": _("Audit"),
        "audit_kind": _("Kind"),
        "audit_reported_on": _("Reported On"),
        "audit_graded": _("Major and Minor Findings"),
        "audit_open": _("Open Nonconformities"),
        "audit_finding": _("Nonconformity"),
        "finding_grade": _("Grade"),
        "finding_audit": _("Audit"),
        "finding_reported_on": _("Reported On"),
        "finding_due_on": _("Due On"),
        "finding_manager": _("Manager of the Area"),
        "no_audit_on_record": _("No data, because no audit is on record; approve an audit programme and audit by it."),
        "no_programme_at_work": _(
            "Progress and coverage of audits are not known, because no audit programme covers the cut-off date; approve"
            " one."
        ),
    }


def _audited(reported: Sequence[frappe._dict], found: dict[str, Counter]) -> list[Figure]:
    kinds = Counter(row.kind for row in reported)
    results = sum(found.values(), Counter())
    return [
        Figure("audits_internal", kinds[INTERNAL]),
        Figure("audits_supplier", sum(kinds[kind] for kind in OWN_KINDS if kind != INTERNAL)),
        Figure("audits_external", sum(kinds[kind] for kind in EXTERNAL_KINDS)),
        *(Figure(code, results[result], higher_is_better=_is_good(result)) for result, code in FOUND.items()),
    ]


def _is_good(result: str) -> bool | None:
    return False if result in GRADED else None


def _open(cases: Cases) -> list[Figure]:
    grades, classes = by_grade(cases.open), ages(map(cases.found, cases.open), cases.until)
    counted = [(code, grades[grade]) for grade, code in OPEN_OF.items()]
    counted += zip(OF_AGE, classes, strict=True)
    counted.append(("findings_overdue", len(cases.overdue)))
    return [Figure(code, value, higher_is_better=False) for code, value in counted]


def _answers(audits: Sequence[frappe._dict], since: date, until: date) -> list[Figure]:
    """What certification bodies were answered, and what they wait for."""
    standings = Counter()
    for row in audits:
        responded = as_date(row.responded_on)
        if responded and responded > until:
            responded = None
        if not responded or responded >= since:
            standings[response_of(as_date(row.response_due_on), responded, until)] += 1
    waiting = standings[Response.DUE] + standings[Response.OVERDUE]
    return [
        Figure("answers_due", waiting, higher_is_better=False),
        Figure("answers_overdue", standings[Response.OVERDUE], higher_is_better=False),
        Figure("answers_late", standings[Response.ANSWERED_LATE], higher_is_better=False),
    ]


def _programme(system: str, until: date) -> list[Figure]:
    """How far the programme is that covers the cut-off date; nothing where none does."""
    found = frappe.get_all(
        PROGRAMME,
        filters={
            "system": system,
            "workflow_state": ["!=", State.DRAFT.value],
            "cycle_start": ["<=", until],
            "cycle_end": [">=", until],
        },
        pluck="name",
        order_by="cycle_start desc, name desc",
        limit=1,
    )
    if not found:
        return []
    programme = frappe.get_doc(PROGRAMME, found[0])
    slots = slots_of(programme.name)
    later = _reported_later({slot.audit for slot in slots if slot.audit}, until)
    for slot in slots:
        if slot.status == SlotStatus.DONE and slot.audit in later:
            slot.status = SlotStatus.ASSIGNED.value
    standings = standings_of(cycle_of(programme), slots, until)
    uncovered = holes(coverage_of(programme, ground_of(programme), slots, until))
    to_come = standings[Standing.ASSIGNED.value] + standings[Standing.PLANNED.value]
    return [
        Figure("slots_done", standings[Standing.DONE.value]),
        Figure("slots_to_come", to_come),
        Figure("slots_overdue", standings[Standing.OVERDUE.value], higher_is_better=False),
        Figure("coverage_holes", len(uncovered), higher_is_better=False),
    ]


def _reported_later(audits: Collection[str], until: date) -> set[str]:
    """Those of `audits` that were still at work at the end of `until`."""
    filters = {"name": ["in", sorted(audits)], "reported_on": [">=", after(until)]}
    return set(frappe.get_all(AUDIT, filters=filters, pluck="name", order_by="name asc"))


def _found(audits: Collection[str]) -> dict[str, Counter]:
    """How many answers of each audit came to which result."""
    item = frappe.qb.DocType(ITEM)
    rows = (
        frappe.qb.from_(item)
        .select(item.parent, item.result, Count("*"))
        .where(item.parenttype == AUDIT)
        .where(item.parent.isin(sorted(audits) or [""]))
        .groupby(item.parent, item.result)
        .run()
    )
    found: dict[str, Counter] = defaultdict(Counter)
    for audit, result, number in rows:
        found[audit][result] = number
    return found


def _reported(reported: Sequence[frappe._dict], found: dict[str, Counter], cases: Cases) -> list[Table]:
    still_open = Counter(row.reference_name for row in cases.open)
    newest = sorted(reported, key=lambda row: row.reported_on, reverse=True)
    rows = [
        [
            record(AUDIT, row.name, row.title),
            row.kind,
            iso(row.reported_on),
            sum(found[row.name][grade] for grade in GRADED),
            still_open[row.name],
        ]
        for row in newest[:SHOWN]
    ]
    return [Table("audits_reported", AUDIT_COLUMNS, rows, len(reported))] if rows else []


def _oldest(cases: Cases) -> list[Table]:
    oldest = sorted(cases.open, key=lambda row: row.reported_on)[:SHOWN]
    audits = frappe.get_all(
        AUDIT,
        filters={"name": ["in", sorted({row.reference_name for row in oldest})]},
        fields=["name", "title"],
        order_by="name asc",
    )
    titles = {row.name: row.title for row in audits}
    names = full_names(row.area_manager for row in oldest)
    rows = [
        [
            record(NONCONFORMITY, row.name, row.title),
            row.grade,
            [AUDIT, row.reference_name, titles.get(row.reference_name, row.reference_name)],
            iso(row.reported_on),
            iso(row.due_on),
            names.get(row.area_manager, ""),
        ]
        for row in oldest
    ]
    return [Table("findings_oldest", FINDING_COLUMNS, rows, len(cases.open))] if rows else []
