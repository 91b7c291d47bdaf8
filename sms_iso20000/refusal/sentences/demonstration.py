"""Why something is refused: the demonstration."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "not_a_demonstration_site": _(
            "This site already holds a service management system of its own; load the demonstration on another site."
        ),
    }
