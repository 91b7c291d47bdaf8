"""What several checks ask of the assets and licences of a system."""

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, stale


def with_unchecked_assets(scope: Scope) -> Verdict | None:
    """Stale where nobody compared holding and use of an asset with its basis within the interval."""
    unchecked = [row for row in scope.responsibility.assets if row.standing == "Check Overdue"]
    if not unchecked:
        return None
    months = scope.interval("asset_check_interval")
    return stale("assets_not_checked", assets_of(unchecked), count=len(unchecked), months=months)


def assets_of(rows: list) -> list[tuple[str, str]]:
    return [(row.reference_doctype, row.reference_name) for row in rows]
