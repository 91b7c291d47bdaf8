"""The words for what a management review is told: facts are kept as codes, and read in the language of the reader."""

from frappe import _

from sms_iso20000.governance.review_inputs import module_of
from sms_iso20000.rules.review_input import INPUTS


def topic_title(topic: str) -> str:
    """What the input on `topic` is called."""
    return _topics()[topic]


def all_words() -> dict[str, str]:
    """The text of each code of figures, tables, columns, curves, notes and gaps, and of units."""
    topics = [topic for named in INPUTS.values() for topic in named]
    return {code: text for topic in topics for code, text in module_of(topic).words().items()} | shared_words()


def shared_words() -> dict[str, str]:
    """The text of units and of codes that more than one topic uses."""
    return {
        "percent": _("{value} %"),
        "days": _("{value} days"),
        "months": _("{value} months"),
        "stars": _("{value} of 5 stars"),
        "stands_as_today": _("What keeps no history is told as it stood on {day}."),
        "objective": _("Objective"),
        "objective_progress": _("Progress"),
        "objective_latest": _("Latest Value"),
        "objective_operator": _("Operator"),
        "objective_target": _("Target"),
        "objective_due_on": _("Due On"),
    }


def _topics() -> dict[str, str]:
    return {
        "customer_feedback": _("Feedback from Customers"),
        "performance": _("Performance and Conformity of Services and Processes"),
        "resources": _("Resources Now and Forecast"),
        "capabilities": _("Capabilities of People and Technology"),
        "risks": _("Risks"),
        "audits": _("Audits and Their Follow-Up"),
        "earlier_reviews": _("Earlier Reviews and Their Actions"),
        "actions": _("Corrective and Preventive Actions"),
        "changes": _("Changes That Could Affect the System or the Services"),
        "opportunities": _("Opportunities for Improvement"),
        "context": _("Internal and External Issues"),
        "policies": _("Policies: Kept To and Still Fitting"),
        "objectives": _("Objectives Achieved"),
        "other_parties": _("Performance of Other Parties"),
    }
