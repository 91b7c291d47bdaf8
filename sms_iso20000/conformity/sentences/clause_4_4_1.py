"""Why a requirement stands as it does: 4.4.1, and what else rests on the resource plan."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_resource_plan": _("No resource plan is on record; write down what is there and what is needed."),
        "resource_plan_not_decided": _("Resource plans on which top management has not decided: {count}."),
        "resource_plan_to_begin": _("A resource plan is decided, but it begins only on {due}."),
        "resource_plan_over": _("The last decided resource plan ended on {last}; decide on the next one."),
        "resource_gaps_left": _(
            "Gaps for which nothing was granted and no action is under way: {count} ({resources})."
        ),
        "resources_decided": _("{person} of top management decided on the resources of today on {last}."),
        "resource_kinds_missing": _("The resource plan of today has no line of these kinds: {kinds}."),
        "resources_determined": _("The resource plan of today has {count} lines of all kinds, decided on {last}."),
        "nothing_for_satisfaction": _("No line of the resource plan is said to raise customer satisfaction."),
        "satisfaction_not_granted": _(
            "Lines said to raise customer satisfaction: {count}; none was granted for a service that is named."
        ),
        "satisfaction_granted": _("Granted to raise customer satisfaction: {resources}."),
    }
