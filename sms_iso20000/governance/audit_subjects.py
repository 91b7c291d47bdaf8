"""What an audit programme has to cover: processes, clause groups, other parties and sites (4.5.4.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe

from sms_iso20000.governance.documents import PLAN
from sms_iso20000.governance.plans import plan_in_force
from sms_iso20000.rules.arrangement import AT_WORK
from sms_iso20000.rules.audit_planning import (
    IN_EVERY_PROCESS,
    OF_PARTIES,
    OF_SITES,
    PROCESS_GROUPS,
    SYSTEM_GROUPS,
    Cell,
    Kind,
    group_of,
)


@dataclass(frozen=True)
class Subject:
    """Something to be audited, with the clause groups it is audited under. `main` is the one that its own facts speak
    for, `together` names what is audited on the same occasion."""

    kind: Kind
    name: str
    title: str
    title_zh: str
    groups: tuple[str, ...]
    main: str
    together: str

    @property
    def key(self) -> tuple[str, str]:
        return self.kind.value, self.name

    def cell(self, group: str) -> Cell:
        """The cell of a clause group, or the main one where the subject is not audited under that."""
        return Cell(*self.key, group if group in self.groups else self.main)

    def cells(self) -> list[Cell]:
        return [Cell(*self.key, group) for group in self.groups]


def subjects_of(system: str, services: Iterable[dict]) -> list[Subject]:
    """All subjects of `system`; `services` are its live ones, as `services_of` answers them. At most four queries."""
    processes = frappe.get_all(
        "ITSM Process",
        filters={"system": system, "is_active": 1},
        fields=["name", "title", "title_zh", "clause"],
        order_by="clause asc, name asc",
    )
    arrangements = frappe.get_all(
        "ITSM Arrangement",
        filters={"system": system, "workflow_state": ["in", [state.value for state in AT_WORK]]},
        fields=["name", "title", "related_process"],
        order_by="title asc, name asc",
    )
    of_processes = [_process(row) for row in processes]
    covered = {group for subject in of_processes for group in subject.groups}
    # A clause of the processes that no process stands for is looked at by itself.
    groups = [*SYSTEM_GROUPS, *(group for group in PROCESS_GROUPS if group not in covered)]
    return [
        *of_processes,
        *(_plain(Kind.CLAUSE, group, group, group) for group in groups),
        *(_plain(Kind.ARRANGEMENT, row.name, row.title, OF_PARTIES, row.related_process) for row in arrangements),
        *(_plain(Kind.SITE, name, name, OF_SITES, zh=zh) for name, zh in _sites(system, services)),
    ]


def _process(row: dict) -> Subject:
    own = [group for group in (group_of(row.clause or ""),) if group in PROCESS_GROUPS]
    groups = (*IN_EVERY_PROCESS, *own)
    return Subject(Kind.PROCESS, row.name, row.title, row.title_zh or "", groups, groups[-1], row.name)


def _plain(kind: Kind, name: str, title: str, group: str, together: str = "", zh: str = "") -> Subject:
    return Subject(kind, name, title, zh, (group,), group, together or f"{kind.value} {name}")


def _sites(system: str, services: Iterable[dict]) -> list[tuple[str, str]]:
    """The sites in the scope of the plan in force, or those of the live services where there is none, each once."""
    rows = [row for service in services for row in service.sites]
    if plan := plan_in_force(system):
        rows = frappe.get_all(
            "ITSM Plan Site",
            filters={"parenttype": PLAN, "parent": plan},
            fields=["site", "site_zh"],
            order_by="idx asc",
        )
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        site = (row.site or "").strip()
        if site:
            found.setdefault(site.casefold(), (site, (row.site_zh or "").strip()))
    return [found[key] for key in sorted(found)]
