"""What the last review decided, and every action of all earlier reviews that is not done (4.5.4.3 g)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from sms_iso20000.governance.actions import ACTION
from sms_iso20000.governance.management_reviews import REVIEW
from sms_iso20000.governance.people import full_names
from sms_iso20000.governance.review_facts import iso, record
from sms_iso20000.governance.standing_at import records_at
from sms_iso20000.rules.action import Status, is_overdue, is_settled
from sms_iso20000.rules.management_review import CLASSES, NONE_NEEDED, State
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

OUTPUT = "ITSM Management Review Output"
ACTION_FIELDS = ("title", "kind", "responsible", "due_on", "reference_name", "cancel_reason")
OF_CLASS = dict(zip(CLASSES, ("outputs_resources", "outputs_effectiveness", "outputs_services"), strict=True))
OPEN_COLUMNS = (
    *(("review_action", "record"), ("action_of_review", "record"), ("review_action_state", "choice")),
    *(("review_action_responsible", "text"), ("review_action_due_on", "date")),
)
CANCELLED_COLUMNS = (
    *(("review_action", "record"), ("action_of_review", "record"), ("review_action_responsible", "text")),
    ("review_action_cancelled_because", "text"),
)
LAST_COLUMNS = (
    *(("last_review", "record"), ("last_review_held_on", "date"), ("last_review_suitability", "choice")),
    *(("last_review_effectiveness", "choice"), ("last_review_policy", "choice")),
)


def compile_input(system: str, since: date, until: date) -> Section:
    """The signed reviews up to the cut-off, the newest first, and what became of the actions they led to.

    What is open is taken from the actions as they stand, whichever review they came from, and never copied from one
    review to the next.
    """
    reviews = _reviews(system, until)
    outputs = _outputs([row.name for row in reviews])
    actions = _actions(system, since, until, reviews)
    last = [row for row in outputs if reviews and row.parent == reviews[0].name]
    return Section(
        "earlier_reviews",
        figures=(Figure("earlier_reviews", len(reviews)), *_decided(last), *_counted(actions, outputs, until))
        if reviews
        else (Figure("earlier_reviews", 0),),
        tables=(*_last(reviews), *_open(actions, reviews, until), *_cancelled(actions, reviews)),
        notes=() if reviews else (Reason("first_review"),),
    )


def words() -> dict[str, str]:
    return {
        "earlier_reviews": _("Signed reviews before this one"),
        "outputs_resources": _("Decisions and actions of the last review on resources"),
        "outputs_effectiveness": _("Decisions and actions of the last review on the effectiveness of the system"),
        "outputs_services": _("Decisions and actions of the last review on services"),
        "review_actions": _("Actions of all earlier reviews"),
        "review_actions_done": _("Actions of earlier reviews that are done"),
        "review_actions_verified": _("Actions of earlier reviews that another person has verified"),
        "review_actions_open": _("Actions of earlier reviews that are open and carried over"),
        "review_actions_late": _("Actions of earlier reviews that are late"),
        "review_actions_cancelled": _("Actions of earlier reviews that are cancelled"),
        "review_actions_vanished": _("Actions that a review led to and that are no longer on record with it"),
        "last_review": _("Last Review"),
        "last_review_held_on": _("Held On"),
        "last_review_suitability": _("Suitability"),
        "last_review_effectiveness": _("Effectiveness"),
        "last_review_policy": _("Policy and Objectives"),
        "review_actions_carried_over": _("Open actions of earlier reviews, carried over"),
        "review_actions_given_up": _("Actions of earlier reviews that were cancelled"),
        "review_action": _("Action"),
        "action_of_review": _("Review"),
        "review_action_state": _("State"),
        "review_action_responsible": _("Responsible"),
        "review_action_due_on": _("Due On"),
        "review_action_cancelled_because": _("Why It Was Cancelled"),
        "first_review": _("No management review was signed before this one: it is the first."),
    }


def _reviews(system: str, until: date) -> list[frappe._dict]:
    return frappe.get_all(
        REVIEW,
        filters={"system": system, "workflow_state": State.SIGNED.value, "cutoff_on": ["<=", until]},
        fields=["name", "title", "held_on", "suitability", "effectiveness", "policy_and_objectives"],
        order_by="cutoff_on desc, signed_on desc, name desc",
    )


def _outputs(reviews: Sequence[str]) -> list[frappe._dict]:
    return frappe.get_all(
        OUTPUT,
        filters={"parenttype": REVIEW, "parent": ["in", list(reviews)]},
        fields=["parent", "about", "kind", "action"],
        order_by="parent asc, idx asc",
    )


def _actions(system: str, since: date, until: date, reviews: Sequence[frappe._dict]) -> list[frappe._dict]:
    # However late an earlier review was signed, its actions are there.
    names = [row.name for row in reviews]
    filters = [["reference_doctype", "=", REVIEW], ["reference_name", "in", names]]
    actions, _course = records_at(ACTION, system, since, until, ACTION_FIELDS, filters=filters, began="")
    for row in actions:
        row.is_open = not is_settled(row.kind, row.stage)
        row.is_late = row.is_open and is_overdue(row.stage, row.due_on and getdate(row.due_on), until)
    return actions


def _decided(outputs: Sequence[frappe._dict]) -> list[Figure]:
    classes = Counter(row.about for row in outputs if row.kind != NONE_NEEDED)
    return [Figure(code, classes[about]) for about, code in OF_CLASS.items()]


def _counted(actions: Sequence[frappe._dict], outputs: Sequence[frappe._dict], until: date) -> list[Figure]:
    stages, there = Counter(row.stage for row in actions), {row.name for row in actions}
    vanished = sum(bool(row.action) and row.action not in there for row in outputs)
    return [
        Figure("review_actions", len(actions)),
        Figure("review_actions_done", stages[Status.DONE], higher_is_better=True),
        Figure("review_actions_verified", stages[Status.VERIFIED], higher_is_better=True),
        Figure("review_actions_open", sum(row.is_open for row in actions), higher_is_better=False),
        Figure("review_actions_late", sum(row.is_late for row in actions), higher_is_better=False),
        Figure("review_actions_cancelled", stages[Status.CANCELLED], higher_is_better=False),
        Figure("review_actions_vanished", vanished, higher_is_better=False),
    ]


def _last(reviews: Sequence[frappe._dict]) -> list[Table]:
    rows = [
        [
            record(REVIEW, row.name, row.title),
            iso(row.held_on),
            row.suitability,
            row.effectiveness,
            row.policy_and_objectives,
        ]
        for row in reviews[:1]
    ]
    return [Table("last_review", LAST_COLUMNS, rows, len(rows))] if rows else []


def _open(actions: Sequence[frappe._dict], reviews: Sequence[frappe._dict], until: date) -> list[Table]:
    """All of them, the longest due first: what is left out here would be forgotten."""
    titles = {row.name: row.title for row in reviews}
    still_open = sorted((row for row in actions if row.is_open), key=lambda row: getdate(row.due_on or until))
    names = full_names(row.responsible for row in still_open)
    rows = [
        [
            record(ACTION, row.name, row.title),
            record(REVIEW, row.reference_name, titles[row.reference_name]),
            row.stage,
            names.get(row.responsible, ""),
            iso(row.due_on),
        ]
        for row in still_open
    ]
    return [Table("review_actions_carried_over", OPEN_COLUMNS, rows, len(rows))] if rows else []


def _cancelled(actions: Sequence[frappe._dict], reviews: Sequence[frappe._dict]) -> list[Table]:
    titles = {row.name: row.title for row in reviews}
    given_up = [row for row in actions if row.stage == Status.CANCELLED]
    names = full_names(row.responsible for row in given_up)
    rows = [
        [
            record(ACTION, row.name, row.title),
            record(REVIEW, row.reference_name, titles[row.reference_name]),
            names.get(row.responsible, ""),
            row.cancel_reason or "",
        ]
        for row in given_up
    ]
    return [Table("review_actions_given_up", CANCELLED_COLUMNS, rows, len(rows))] if rows else []
