"""Steps of a record from state to state."""

from collections.abc import Collection, Mapping

from sms_iso20000.rules.unmet import Unmet


def unmet_way(steps: Mapping[str, Collection[str]], before: str, after: str) -> list[Unmet]:
    """Reasons against a step of a person from `before` to `after`, whatever the record; `steps` has the states that can
    follow each."""
    if after not in steps:
        return [Unmet("unknown_state", {"state": after})]
    if after not in steps.get(before, ()):
        return [Unmet("illegal_step", {"before": before, "after": after})]
    return []
