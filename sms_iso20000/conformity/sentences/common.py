"""Why a requirement stands as it does: of every check."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_check": _("No check yet: this release does not look at this requirement."),
        "check_failed": _("The check could not be carried out; the error log says why."),
    }
