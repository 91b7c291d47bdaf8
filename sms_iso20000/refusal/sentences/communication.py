"""Why something is refused: communication."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "audience_nobody": _("Nobody would be told; name an audience with at least one enabled user."),
        "no_message": _("Write the message first."),
        "communication_sent": _("This was sent already; start a new communication to tell more."),
        "communication_not_sent": _("This was not sent yet; send it first."),
        "teller_disabled": _("{user} is disabled; name an enabled person who tells."),
        "procedure_not_active": _("This procedure is not active; activate it before a communication is started."),
    }
