"""What changed, and what is ahead, that could affect the system or the services (4.5.4.3 i)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_months, getdate

from sms_iso20000.governance.documents import PLAN
from sms_iso20000.governance.management_reviews import interval_of
from sms_iso20000.governance.obligations import OBLIGATION, obligations_of
from sms_iso20000.governance.plan_drift import Aged, drift_until
from sms_iso20000.governance.plans import plan_in_force
from sms_iso20000.governance.review_facts import SHOWN, iso, record, stands_as_today
from sms_iso20000.governance.standing_at import Course, after, records_at
from sms_iso20000.rules.arrangement import AT_WORK
from sms_iso20000.rules.audit import EXTERNAL_KINDS
from sms_iso20000.rules.obligation import Standing
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

AUDIT, ARRANGEMENT, SERVICE = "ITSM Audit", "ITSM Arrangement", "ITSM Service"
# What a review of an obligation writes is no change of it.
REVIEWED = {"last_reviewed_on", "reviewed_by", "next_review_on"}
SERVICE_DECISIONS = {
    "Transition Begun": "services_in_transition",
    "Put Live": "services_put_live",
    "Retired": "services_retired",
}
AHEAD_COLUMNS = (("what_is_ahead", "record"), ("what_happens", "choice"), ("day_ahead", "date"))
DRIFT_COLUMNS = (("what_drifted", "record"), ("how_it_drifted", "choice"), ("drifted_since", "date"))


@dataclass(frozen=True)
class Ahead:
    """Something with a day; `what` is the label of the field that holds it."""

    record: tuple[str, str, str]
    what: str
    on: date


def compile_input(system: str, since: date, until: date) -> Section:
    """Obligations, drift of the plan, services, other parties and certificates; ahead is what comes up before the next
    review is due."""
    horizon = getdate(add_months(until, interval_of(system)))
    obligations = [row for row in obligations_of(system, day=until) if getdate(row.creation) <= until]
    services, served = records_at(SERVICE, system, since, until, ["title"], wanted=SERVICE_DECISIONS)
    parties, agreed = records_at(ARRANGEMENT, system, since, until, ["title", "ends_on"], wanted=("Activated", "Ended"))
    ending = [row for row in parties if row.stage in AT_WORK and row.ends_on and row.ends_on <= horizon]
    expiring = [row for row in _certificates(system, until) if row.valid_until <= horizon]
    plan = plan_in_force(system)
    drift = drift_until(frappe.get_doc(PLAN, plan), until) if plan else []
    if not (obligations or services or parties or expiring or plan):
        return Section("changes", gaps=(Reason("nothing_to_change"),))
    ahead = sorted(
        [
            *_of_obligations(obligations, until, horizon),
            *(Ahead(record(ARRANGEMENT, row.name, row.title), "Ends On", row.ends_on) for row in ending),
            *(Ahead(record(AUDIT, row.name, row.title), "Valid Until", row.valid_until) for row in expiring),
        ],
        key=lambda row: row.on,
    )
    return Section(
        "changes",
        figures=(
            *_obligations(obligations, since, until, horizon),
            *_services(services, served, since),
            Figure("parties_added", len(agreed.named("Activated"))),
            Figure("arrangements_ended", len(agreed.named("Ended"))),
            Figure("arrangements_ending", len(ending)),
            Figure("certificates_expiring", len(expiring)),
            *([Figure("plan_drift", len(drift), higher_is_better=False)] if plan else ()),
        ),
        tables=(*_ahead(ahead), *_drifted(drift)),
        notes=stands_as_today(until),
        gaps=tuple(
            Reason(code)
            for code, is_known in (
                ("no_obligation_on_record", obligations),
                ("no_service_on_record", services),
                ("no_plan_to_drift", plan),
            )
            if not is_known
        ),
    )


def words() -> dict[str, str]:
    return {
        "obligations": _("Laws, standards and contracts that bind us"),
        "obligations_new": _("Obligations that were added in the period"),
        "obligations_changed": _("Obligations that were changed in the period"),
        "obligations_ending": _("Obligations that end before the next review"),
        "obligations_review_overdue": _("Obligations whose review is overdue"),
        "obligations_source_gone": _("Obligations whose source is gone"),
        "services_proposed": _("Services proposed in the period"),
        "services_in_transition": _("Services whose transition began in the period"),
        "services_put_live": _("Services put live in the period"),
        "services_retired": _("Services retired in the period"),
        "parties_added": _("Arrangements with other parties that began in the period"),
        "arrangements_ended": _("Arrangements that ended in the period"),
        "arrangements_ending": _("Arrangements that end before the next review"),
        "certificates_expiring": _("Certificates that expire before the next review"),
        "plan_drift": _("Changes that the plan in force does not take in yet"),
        "changes_ahead": _("What is ahead before the next review"),
        "changes_of_plan": _("What changed since the plan was last looked at"),
        "what_is_ahead": _("Record"),
        "what_happens": _("What"),
        "day_ahead": _("Day"),
        "what_drifted": _("Record"),
        "how_it_drifted": _("Change"),
        "drifted_since": _("Since"),
        "nothing_to_change": _(
            "No data, because neither obligations nor services, other parties or a plan are on record; begin with the"
            " service catalogue."
        ),
        "no_obligation_on_record": _(
            "Changes of obligations are not known, because no law, standard or contract is on record; enter those that"
            " bind you."
        ),
        "no_service_on_record": _(
            "Changes of services are not known, because no service is on record; enter them in the service catalogue."
        ),
        "no_plan_to_drift": _(
            "What the plan does not take in yet is not known, because no service management plan is in force; issue"
            " one."
        ),
    }


def _obligations(rows: Sequence[frappe._dict], since: date, until: date, horizon: date) -> list[Figure]:
    new = {row.name for row in rows if getdate(row.creation) >= since}
    standings = [standing for row in rows for standing in row.reasons]
    return [
        Figure("obligations", sum(row.standing != Standing.ENDED for row in rows)),
        Figure("obligations_new", len(new)),
        Figure("obligations_changed", len(_changed({row.name for row in rows} - new, since, until))),
        Figure("obligations_ending", sum(_is_within(row.ends_on, until, horizon) for row in rows)),
        Figure("obligations_review_overdue", standings.count(Standing.REVIEW_OVERDUE), higher_is_better=False),
        Figure("obligations_source_gone", standings.count(Standing.SOURCE_GONE), higher_is_better=False),
    ]


def _changed(names: Collection[str], since: date, until: date) -> set[str]:
    """Those that people changed, reviews apart, by the versions that the host keeps."""
    rows = frappe.get_all(
        "Version",
        filters=[
            ["ref_doctype", "=", OBLIGATION],
            ["docname", "in", sorted(names)],
            ["creation", ">=", since],
            ["creation", "<", after(until)],
        ],
        fields=["docname", "data"],
        order_by="creation asc, name asc",
    )
    return {row.docname for row in rows if _is_change(frappe.parse_json(row.data))}


def _is_change(version: dict) -> bool:
    fields = {change[0] for change in version.get("changed") or []}
    return bool(fields - REVIEWED or any(version.get(part) for part in ("added", "removed", "row_changed")))


def _services(rows: Sequence[frappe._dict], course: Course, since: date) -> list[Figure]:
    decided = [Figure(code, len(course.named(decision))) for decision, code in SERVICE_DECISIONS.items()]
    return [Figure("services_proposed", sum(getdate(row.creation) >= since for row in rows)), *decided]


def _of_obligations(rows: Sequence[frappe._dict], until: date, horizon: date) -> Iterator[Ahead]:
    for row in rows:
        for field, what in (
            ("starts_on", "Starts On"),
            ("ends_on", "Last Day"),
            ("next_review_on", "Next Review Due On"),
        ):
            is_late = field == "next_review_on" and Standing.REVIEW_OVERDUE in row.reasons
            if is_late or _is_within(row[field], until, horizon):
                yield Ahead(record(OBLIGATION, row.name, row.title), what, getdate(row[field]))


def _is_within(on: date | None, until: date, horizon: date) -> bool:
    return bool(on) and until < getdate(on) <= horizon


def _certificates(system: str, until: date) -> list[frappe._dict]:
    """The certificate of each certification body that holds the longest, as known at `until`."""
    rows = frappe.get_all(
        AUDIT,
        filters={"system": system, "kind": ["in", EXTERNAL_KINDS], "creation": ["<", after(until)]},
        fields=["name", "title", "certification_body", "certified_on", "valid_until"],
        order_by="valid_until asc, name asc",
    )
    given = [row for row in rows if row.valid_until and not (row.certified_on and row.certified_on > until)]
    return list({(row.certification_body or "").strip().casefold(): row for row in given}.values())


def _ahead(ahead: Sequence[Ahead]) -> list[Table]:
    rows = [[row.record, row.what, iso(row.on)] for row in ahead[:SHOWN]]
    return [Table("changes_ahead", AHEAD_COLUMNS, rows, len(ahead))] if rows else []


def _drifted(drift: Sequence[Aged]) -> list[Table]:
    rows = [[[*row.drift.record, row.drift.title], row.drift.move.value, iso(row.since)] for row in drift[:SHOWN]]
    return [Table("changes_of_plan", DRIFT_COLUMNS, rows, len(drift))] if rows else []
