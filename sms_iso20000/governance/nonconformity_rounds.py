"""Rounds of analysis, action and verification: each is kept when it ends, and the next begins anew (4.5.5.1)."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint, now_datetime, today

from sms_iso20000.governance.actions import actions_of
from sms_iso20000.governance.nonconformities import NONCONFORMITY, due_date, earlier_case, measures_of
from sms_iso20000.rules.nonconformity import CAUSE, State, ends_round

NOT_VERIFIED = dict.fromkeys(("verified_by", "verified_on", "closed_on"))


def turn(nonconformity: Document, before: str, after: str) -> None:
    """What the step from `before` to `after` ends and begins, and which earlier case it shows to have come back."""
    if ends_round(before, after):
        end_round(nonconformity, is_effective=after == State.CLOSED, remarks=nonconformity.step_reason)
    if after == State.ANALYSIS and before == State.REPORTED:
        begin_round(nonconformity)
    if after == State.ANALYSIS and before == State.VERIFICATION:
        begin_next_round(nonconformity)
    if after == State.ACTION_PLAN:
        nonconformity.recurrence_of = earlier_case(nonconformity) or nonconformity.recurrence_of
        nonconformity.flags.came_back = bool(nonconformity.recurrence_of)


def end_round(nonconformity: Document, is_effective: bool, remarks: str, is_verified: bool = True) -> None:
    """Keep what was thought, done and found in this round; `is_verified` says that the signed-in user looked."""
    by, on = (frappe.session.user, now_datetime().replace(microsecond=0)) if is_verified else (None, None)
    nonconformity.append(
        "rounds",
        {
            "round": max((cint(row.round) for row in nonconformity.rounds), default=0) + 1,
            "cause_category": nonconformity.cause_category,
            "root_cause": nonconformity.root_cause,
            "whys": "\n".join(row.answer for row in nonconformity.whys),
            "actions": _actions_of_round(nonconformity),
            "verified_by": by,
            "verified_on": on,
            "effective": int(is_effective),
            "remarks": remarks,
        },
    )
    if is_effective:
        nonconformity.update({"verified_by": by, "verified_on": on, "closed_on": today()})


def begin_round(nonconformity: Document) -> None:
    """Cause and verification are empty again; only actions from now on count."""
    tables = {field.fieldname for field in nonconformity.meta.get_table_fields()}
    nonconformity.update({field: [] if field in tables else None for field in CAUSE})
    nonconformity.update({**NOT_VERIFIED, "round_started_on": now_datetime()})


def begin_next_round(nonconformity: Document) -> None:
    """What was done did not last: everything begins anew, the clock of undue delay too."""
    begin_round(nonconformity)
    due_on = due_date(nonconformity.system, nonconformity.grade)
    nonconformity.update({"due_on": due_on, "reminded_on": None, "escalated_on": None})


def _actions_of_round(nonconformity: Document) -> str:
    rows = zip(actions_of(NONCONFORMITY, nonconformity.name), measures_of(nonconformity), strict=True)
    return "\n".join(f"{row.name} {row.title}" for row, measure in rows if measure.is_of_this_round)
