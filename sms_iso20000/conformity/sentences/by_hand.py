"""Why a requirement stands as it does: evidence recorded by hand."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "nothing_by_hand": _(
            "Nothing in this app can show it yet; record evidence by hand and let somebody else confirm it."
        ),
        "by_hand_not_confirmed": _("Evidence recorded by hand that nobody has confirmed: {count}."),
        "by_hand_gap": _("The evidence {title}, confirmed by {person}, shows a gap."),
        "by_hand_expired": _("The evidence {title} was valid until {due}; record new evidence."),
        "shown_by_hand": _("By hand, not computed: {title}, confirmed by {person}, valid until {due}."),
    }
