"""Why something is refused: reports on schedule."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "report_not_on_schedule": _("{report} is no report on one system that can be sent; choose another one."),
        "report_not_yours": _("Your roles do not let you open {report}; have somebody send it who may."),
        "unknown_frequency": _("{frequency} is no frequency; choose Daily, Weekdays, Weekly or Monthly."),
        "no_recipient": _("Name at least one recipient."),
        "recipient_may_not_read": _(
            "{address} is not the address of a user who may open this report; choose somebody who may."
        ),
        "report_scheduled_already": _("{report} is sent at this frequency already; open that schedule and change it."),
    }
