"""What several checks ask of improvements and of the policy that they are evaluated by."""

from collections.abc import Iterable

from sms_iso20000.governance.improvements import IMPROVEMENT
from sms_iso20000.governance.policies import POLICY

__all__ = ["POLICY", "records"]


def records(rows: Iterable[dict]) -> list[tuple[str, str]]:
    return [(IMPROVEMENT, row.name) for row in rows]
