"""How far the objectives of service management were achieved (2018, 9.3 g)."""

from collections import Counter
from datetime import date

from frappe import _
from frappe.utils import getdate

from sms_iso20000.governance.objectives import followed_as_of
from sms_iso20000.governance.review_facts import OBJECTIVE_COLUMNS, objective_cells, period, share
from sms_iso20000.rules.objective import Status
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

ROWS_SHOWN = 20


def compile_input(system: str, since: date, until: date) -> Section:
    """Approved objectives and those closed in the period, as they stood on `until`; two queries."""
    rows = followed_as_of(system, since, until)
    if not rows:
        return Section("objectives", gaps=[Reason("objectives_none")])
    counted = Counter(row.progress for row in rows)
    figures = [
        Figure("objectives_followed", len(rows)),
        Figure("objectives_achieved", counted[Status.ACHIEVED], higher_is_better=True),
        Figure("objectives_on_track", counted[Status.ON_TRACK], higher_is_better=True),
        Figure("objectives_at_risk", counted[Status.AT_RISK], higher_is_better=False),
        Figure("objectives_missed", counted[Status.MISSED], higher_is_better=False),
        Figure("objectives_unmeasured", counted[Status.NO_DATA], higher_is_better=False),
    ]
    due = [row for row in rows if since <= getdate(row.due_on) <= until]
    if due:
        achieved = sum(row.progress == Status.ACHIEVED for row in due)
        figures.append(Figure("objectives_share", share(achieved, len(due)), "percent", higher_is_better=True))
    gaps = [] if due else [Reason("objectives_none_due", period(since, until))]
    # What was not achieved first.
    order = (Status.MISSED, Status.AT_RISK, Status.NO_DATA, Status.ON_TRACK, Status.ACHIEVED)
    shown = sorted(rows, key=lambda row: order.index(row.progress))[:ROWS_SHOWN]
    table = Table("objectives_list", OBJECTIVE_COLUMNS, [objective_cells(row) for row in shown], len(rows))
    return Section("objectives", figures, [table], gaps=gaps)


def words() -> dict[str, str]:
    return {
        "objectives_followed": _("Objectives followed"),
        "objectives_achieved": _("Achieved"),
        "objectives_on_track": _("On track"),
        "objectives_at_risk": _("At risk"),
        "objectives_missed": _("Missed"),
        "objectives_unmeasured": _("Without a value"),
        "objectives_share": _("Achieved of those that were due in the period"),
        "objectives_list": _("Objectives, what was not achieved first"),
        "objectives_none": _("No objectives, because none is approved."),
        "objectives_none_due": _("No objective was due from {since} to {until}."),
    }
