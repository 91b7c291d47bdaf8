"""Why something is refused: disposing of records."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "disposal_rule_not_in_force": _("{name} is not in force; choose a retention rule in force."),
        "disposal_on_hold": _("{name} is under a legal hold; nothing is disposed of until it is released."),
        "disposal_rule_keeps": _("{name} keeps its records for good; choose a rule that deletes or anonymises."),
        "disposal_nothing_due": _("No record is due by that day that is not in another disposal; choose a later one."),
        "disposal_type_not_readable": _(
            "You may not read records of the type {doctype}; leave the request to somebody who may."
        ),
        "disposal_own_request": _("Whoever requested a disposal cannot approve it; ask a second person."),
        "disposal_approver_not_entitled": _(
            "{user} is neither an ITSM Manager nor top management of this system; ask one of them to approve."
        ),
        "disposal_begun": _("Records have been disposed of already; what has begun cannot be cancelled."),
    }
