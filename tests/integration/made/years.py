"""Years of records at once, as a system in use leaves them: each with its life and the decisions it was led through.

Written straight into the tables: neither sealed nor chained, and only for counting and reading.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

import frappe
from frappe.utils import add_months, get_last_day, getdate, today

from sms_iso20000.compat import bulk_insert
from sms_iso20000.rules.decision import STAGE_AFTER
from tests.integration import stage
from tests.integration.stage import MANAGER, OWNER, STAFF

MONTHS = 60
DAYS_BETWEEN_STEPS = 12
STEPS = {
    "ITSM Risk": ("Assessed", "Treated", "Risk Accepted", "Assessed", "Closed"),
    "ITSM Action": ("Started", "Done", "Verified"),
    "ITSM Nonconformity": ("Accepted", "Cause Recorded", "Actions Started", "Submitted for Verification", "Closed"),
    "ITSM Improvement": ("Evaluated", "Approved", "Started", "Measured", "Closed"),
    "ITSM Audit": ("Preparation Started", "Fieldwork Started", "Fieldwork Finished", "Report Issued", "Closed"),
}
FIRST = {
    "ITSM Risk": "Identified",
    "ITSM Action": "Open",
    "ITSM Nonconformity": "Reported",
    "ITSM Improvement": "Proposed",
    "ITSM Audit": "Planned",
}
MANY_ITEMS = 20


class Years:
    """Rows by record type; `per_month` of each kind for every month, the last two of which nobody went on with."""

    def __init__(self, system, months: int = MONTHS, per_month: int = 1):
        self.system, self.months, self.per_month = system.name, months, per_month
        self.rows: dict[str, list[dict]] = defaultdict(list)
        # Beyond those that the app numbers, and those written before.
        self.sequence = max(
            1_000_000, *frappe.get_all("ITSM Decision", pluck="sequence", order_by="sequence desc", limit=1)
        )

    def write(self) -> int:
        """Write them; how many rows there are."""
        for month in range(self.months):
            for number in range(self.per_month):
                self.add(
                    datetime.combine(getdate(today()), datetime.min.time()) - timedelta(30 * month + 1 + number % 29)
                )
        for doctype, rows in self.rows.items():
            bulk_insert(doctype, rows)
        return sum(map(len, self.rows.values()))

    def add(self, began: datetime) -> None:
        """One record of each kind that began at a moment, a risk, an audit and an improvement included."""
        self.risk(began)
        audit = self.audit(began)
        for reference in (("ITSM Audit", audit), (None, None)):
            case, state, moments = self.record(
                "ITSM Nonconformity",
                began,
                grade=("Major", "Minor", "Concern")[self.sequence % 3],
                source_kind="Employee",
                reference_doctype=reference[0],
                reference_name=reference[1],
                reported_on=began,
                due_on=began.date() + timedelta(30),
                area_manager=OWNER,
            )
            self.rows["ITSM Nonconformity"][-1]["closed_on"] = moments[-1].date() if state == "Closed" else None
            self.action(began, "Corrective", "ITSM Nonconformity", case)
        self.action(began, "Preventive", None, None)
        self.improvement(began)

    def record(self, doctype: str, began: datetime, **values) -> tuple[str, str, list[datetime]]:
        """A record with the decisions on it up to today: its name, its state, and when it was gone on with."""
        name = frappe.generate_hash(length=16)
        moments = [began + timedelta(DAYS_BETWEEN_STEPS * step) for step in range(1, len(STEPS[doctype]) + 1)]
        taken = [(moment, step) for moment, step in zip(moments, STEPS[doctype], strict=True) if moment < _now()]
        state = STAGE_AFTER[doctype][taken[-1][1]] if taken else FIRST[doctype]
        for moment, step in taken:
            self.decision(doctype, name, step, moment)
        field = "status" if doctype == "ITSM Action" else "workflow_state"
        stamp = {"name": name, "creation": began, "system": self.system, "title": "One of many", field: state}
        moments = [moment for moment, _step in taken] or [began]
        self.rows[doctype].append({**stamp, "modified": moments[-1], **values})
        return name, state, moments

    def decision(self, doctype: str, name: str, decision: str, moment: datetime) -> None:
        self.sequence += 1
        self.rows["ITSM Decision"].append(
            {
                "system": self.system,
                "sequence": self.sequence,
                "decision": decision,
                "decided_by": MANAGER,
                "decided_on": moment,
                "reference_doctype": doctype,
                "reference_name": name,
            }
        )

    def child(self, doctype: str, parent: str, parenttype: str, parentfield: str, **values) -> None:
        self.rows[doctype].append(
            {"parent": parent, "parenttype": parenttype, "parentfield": parentfield, "idx": 1, **values}
        )

    def risk(self, began: datetime) -> None:
        judged = {"likelihood": 1 + self.sequence % 5, "impact": 3, "score": 3 * (1 + self.sequence % 5)}
        name, state, moments = self.record(
            "ITSM Risk", began, kind="Services", risk_owner=OWNER, review_on=began.date() + timedelta(365), **judged
        )
        self.rows["ITSM Risk"][-1]["closed_on"] = moments[-1].date() if state == "Closed" else None
        for moment in moments:
            self.child(
                "ITSM Risk Assessment",
                name,
                "ITSM Risk",
                "assessments",
                assessed_on=moment,
                assessed_by=MANAGER,
                phase="Before Treatment",
                **judged,
            )
        due = {"action": "Act", "responsible": OWNER, "due_on": began.date() + timedelta(20)}
        self.child("ITSM Risk Action", name, "ITSM Risk", "actions", **due)

    def audit(self, began: datetime) -> str:
        name, _state, moments = self.record("ITSM Audit", began, kind="Internal", starts_on=began.date())
        self.rows["ITSM Audit"][-1]["reported_on"] = moments[3] if len(moments) > 3 else None
        for number in range(MANY_ITEMS):
            self.child(
                "ITSM Audit Item",
                name,
                "ITSM Audit",
                "checklist",
                result="Minor" if number == 0 else "Conforming",
            )
        return name

    def action(self, began: datetime, kind: str, doctype: str | None, name: str | None) -> None:
        _name, state, moments = self.record(
            "ITSM Action",
            began,
            kind=kind,
            responsible=STAFF,
            due_on=began.date() + timedelta(25),
            reference_doctype=doctype,
            reference_name=name,
        )
        done = moments[1] if state in ("Done", "Verified") else None
        self.rows["ITSM Action"][-1]["completed_on"] = done

    def improvement(self, began: datetime) -> None:
        name, state, moments = self.record(
            "ITSM Improvement",
            began,
            description="Better.",
            source_kind="Employee",
            proposed_on=began,
            score=self.sequence % 100,
            improvement_owner=OWNER,
            needs_top_management=self.sequence % 2,
            value_achieved="An hour a day.",
        )
        self.rows["ITSM Improvement"][-1]["closed_on"] = moments[-1].date() if state == "Closed" else None
        measured = {"measure": "Calls", "dimension": "Quality", "target": 60, "is_met": self.sequence % 2}
        self.child(
            "ITSM Improvement Target", name, "ITSM Improvement", "targets", unit="%", operator="At Least", **measured
        )
        if len(moments) > 3:
            self.child(
                "ITSM Improvement Measurement",
                name,
                "ITSM Improvement",
                "measurements",
                value=70,
                measured_on=moments[3].date(),
                measured_by=OWNER,
                **measured,
            )


def make_years(system, months: int = MONTHS, per_month: int = 1) -> int:
    """That many of each kind for every month; how many rows were written."""
    return Years(system, months, per_month).write()


def make_years_of_snapshots(system, months: int = MONTHS, sources: int = 3, services: int = 5) -> int:
    """Frozen months of evidence sources, counted by service; how many rows were written."""
    snapshots, counts = [], []
    for number in range(sources):
        source = stage.make_source(system, title=f"Source {number}")
        for back in range(1, months + 1):
            first = getdate(add_months(getdate(today()).replace(day=1), -back))
            snapshot = frappe.generate_hash(length=16)
            result = {"closed": 90, "in_target": 80 - back % 7, "missed": 10 + back % 7}
            snapshots.append(_snapshot(system, source, snapshot, first, result))
            counts += [
                {
                    "parent": snapshot,
                    "parenttype": "ITSM Service Level Snapshot",
                    "parentfield": "counts",
                    "idx": service + 1,
                    "dimension": "Service",
                    "value": f"Service {service}",
                    **result,
                }
                for service in range(services)
            ]
    bulk_insert("ITSM Service Level Snapshot", snapshots)
    bulk_insert("ITSM Service Level Snapshot Count", counts)
    return len(snapshots) + len(counts)


def _snapshot(system, source, name: str, first: date, result: dict) -> dict:
    return {
        "name": name,
        "system": system.name,
        "source": source.name,
        "period_start": first,
        "period_end": get_last_day(first),
        "taken_on": get_last_day(first),
        **result,
    }


def _now() -> datetime:
    return datetime.combine(getdate(today()), datetime.max.time())
