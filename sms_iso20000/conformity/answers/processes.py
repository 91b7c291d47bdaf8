"""What several checks ask of the processes of a system."""

from datetime import date

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, not_evaluable, not_met, stale


def without_process(scope: Scope) -> Verdict:
    return not_evaluable("no_process", [scope.itself])


def without_owner(scope: Scope) -> Verdict | None:
    """Not met where a process has no owner who can sign in."""
    about = scope.responsibility
    ownerless = [process for process in about.processes if process.process_owner not in about.people]
    if not ownerless:
        return None
    return not_met("process_without_owner", named(ownerless), count=len(ownerless), total=len(about.processes))


def without_appointed_owner(scope: Scope) -> Verdict | None:
    """What is wrong where the owner of a process does not hold that office today."""
    about = scope.responsibility
    missing = [
        process
        for process in about.processes
        if not process.process_owner or about.process_owners.get(process.name) != process.process_owner
    ]
    ended = {row.related_process for row in about.appointments if row.status == "Ended"}
    never = [process for process in missing if process.name not in ended]
    if never:
        return not_met("process_owner_not_appointed", named(never), count=len(never), total=len(about.processes))
    if missing:
        return stale("process_owner_office_ended", named(missing), count=len(missing), total=len(about.processes))
    return None


def with_incomplete_roles(scope: Scope) -> Verdict | None:
    """Not met where a process does not say for each role who holds it, is responsible for what and may decide what."""
    about = scope.responsibility
    incomplete = [process for process in about.processes if not _roles_are_complete(about.roles.get(process.name, []))]
    if not incomplete:
        return None
    return not_met("process_roles_incomplete", named(incomplete), count=len(incomplete), total=len(about.processes))


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


def _roles_are_complete(roles: list) -> bool:
    return bool(roles) and all(
        role.user and (role.responsibility or "").strip() and (role.authority or "").strip() for role in roles
    )
