"""Who has a stake in what is audited, and therefore does not audit it (4.5.4.2).

Computed from what people own and did, never ticked by somebody.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sms_iso20000.rules.unmet import Unmet

# What a stake is called; each has a sentence of its own.
OWNS, FORMER_OWNER, HOLDS_ROLE = "stake_owns", "stake_owned", "stake_holds_role"
WROTE, APPROVED, HAS_ACTION, RESOLVED = "stake_wrote", "stake_decided", "stake_open_action", "stake_resolved_tickets"
# Through somebody else who has one.
REPORTS_TO, MANAGES = "stake_reports_to", "stake_manages"
STAKES = (OWNS, FORMER_OWNER, HOLDS_ROLE, WROTE, APPROVED, HAS_ACTION, RESOLVED)
CODES = (*STAKES, REPORTS_TO, MANAGES)
# The field that names who owns each kind of subject.
OWNER_FIELDS = {
    "ITSM Process": "process_owner",
    "ITSM Arrangement": "accountable_owner",
    "ITSM Service": "service_owner",
}
# The table of a process whose rows name people.
ROLE_TABLES = {"ITSM Process": "roles"}
# Nobody's work that could be judged: what the app keeps of people, of runs, and what audits themselves bring to light.
NO_WORK = frozenset(
    {
        "ITSM System",
        "ITSM Requirement",
        "ITSM Decision",
        "ITSM Acknowledgement",
        "ITSM Communication Receipt",
        "ITSM Conformity Run",
        "ITSM Conformity Result",
        "ITSM Service Level Snapshot",
        "ITSM Orphan",
        "ITSM Nonconformity",
        "User",
    }
)
# Names that one sentence has room for.
NAMES_SHOWN = 3


@dataclass(frozen=True, order=True)
class Stake:
    """What one person has to do with one record."""

    user: str
    code: str
    doctype: str
    name: str


@dataclass(frozen=True, order=True)
class Conflict:
    """Why somebody is not independent; `through` is the person whose stake it is, where it is not their own."""

    auditor: str
    code: str
    doctype: str
    name: str
    through: str = ""

    @property
    def record(self) -> tuple[str, str]:
        return self.doctype, self.name

    @property
    def stake(self) -> tuple[str, ...]:
        """What stays the same while people go on working: of tickets the newest is named, and another the day after."""
        is_of_tickets = self.code == RESOLVED or (self.through and not self.doctype.startswith("ITSM "))
        return self.auditor, self.code, self.doctype, "" if is_of_tickets else self.name, self.through


# Line manager and report.
Line = tuple[str, str]


def conflicts_of(auditors: Collection[str], stakes: Iterable[Stake], lines: Collection[Line]) -> list[Conflict]:
    """All conflicts of `auditors`: stakes of their own, and those of their line managers and reports."""
    by_user: dict[str, list[Stake]] = {}
    for stake in stakes:
        by_user.setdefault(stake.user, []).append(stake)
    found = set()
    for auditor in auditors:
        found |= {Conflict(auditor, stake.code, stake.doctype, stake.name) for stake in by_user.get(auditor, ())}
        for person, code in _people_around(auditor, lines):
            found |= {Conflict(auditor, code, stake.doctype, stake.name, person) for stake in by_user.get(person, ())}
    return sorted(found)


def unmet_independence(conflicts: Iterable[Conflict]) -> list[Unmet]:
    """One reason for each auditor, kind of stake and person through whom it is, naming the records."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for conflict in conflicts:
        names = groups.setdefault((conflict.auditor, conflict.code, conflict.through), [])
        if conflict.name not in names:
            names.append(conflict.name)
    return [
        Unmet(code, {"user": auditor, "through": through, "records": _listed(names), "count": len(names)})
        for (auditor, code, through), names in groups.items()
    ]


def uncovered(conflicts: Iterable[Conflict], waived: Collection[Conflict]) -> list[Conflict]:
    """Conflicts that were not known when a waiver was given: one that came later is not waived."""
    known = {conflict.stake for conflict in waived}
    return [conflict for conflict in conflicts if conflict.stake not in known]


def _people_around(auditor: str, lines: Collection[Line]) -> list[tuple[str, str]]:
    above = [(manager, REPORTS_TO) for manager, report in lines if report == auditor and manager != auditor]
    below = [(report, MANAGES) for manager, report in lines if manager == auditor and report != auditor]
    return [*above, *below]


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    return f"{shown} …" if len(names) > NAMES_SHOWN else shown
