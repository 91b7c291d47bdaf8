"""The words for what a management review is told: facts are kept as codes, and read in the language of the reader."""

from frappe import _


def topic_title(topic: str) -> str:
    """What the input on `topic` is called."""
    return _topics()[topic]


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
