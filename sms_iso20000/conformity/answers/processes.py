"""What several checks ask of the processes of a system."""

from datetime import date

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, not_evaluable, stale


def without_process(scope: Scope) -> Verdict:
    return not_evaluable("no_process", [scope.itself])


def not_confirmed_in_time(scope: Scope) -> Verdict | None:
    """What is wrong where somebody did not confirm each process within the interval that the system has set."""
    processes = scope.responsibility.processes
    never = [process for process in processes if not process.confirmed_on]
    if never:
        return not_evaluable("process_never_confirmed", named(never), count=len(never), total=len(processes))
    months = scope.interval("responsibility_review_interval")
    limit = getdate(add_months(scope.today, -months))
    old = [process for process in processes if getdate(process.confirmed_on) < limit]
    if old:
        oldest = confirmed_since(scope)
        return stale("process_confirmed_too_long_ago", named(old), oldest, count=len(old), last=str(oldest))
    return None


def confirmed_since(scope: Scope) -> date:
    """The day of the oldest confirmation."""
    return min(getdate(process.confirmed_on) for process in scope.responsibility.processes)


def named(processes: list) -> list[tuple[str, str]]:
    return [("ITSM Process", process.name) for process in processes]
