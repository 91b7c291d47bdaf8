"""What the checks of 4.4.2 read: who needs which competence, who holds it, trainings, and who knows what it is for."""

from functools import cached_property

import frappe

from sms_iso20000.evidence.attachment import files_there
from sms_iso20000.governance.competence import (
    RECORD,
    Board,
    Workforce,
    board_of,
    trainings_of,
)
from sms_iso20000.governance.reach import READ, RECEIPT
from sms_iso20000.rules.competence import DRAFT, VERIFIED, NeededBy, Standing, same_title
from sms_iso20000.rules.policy import Kind
from sms_iso20000.rules.training import HELD, NOT_EFFECTIVE, PLANNED

# What top management tells people about what their work is for.
PURPOSES = ("Scope, Policy and Objectives", "Service Requirements", "Legal, Regulatory and Contractual Duties")
# What is issued to be acknowledged by everybody whose work it is about.
ISSUED = {"ITSM Policy": {"kind": Kind.SERVICE_MANAGEMENT.value}, "ITSM Plan": {}}


class Competence:
    """One system as of today. However many records there are, each property costs a fixed number of queries.

    People are counted here and never named: what a check answers is read by auditors.
    """

    purposes = PURPOSES

    def __init__(self, system: str):
        self.name = system

    @cached_property
    def board(self) -> Board:
        """Who needs what, and how they stand."""
        return board_of(self.name)

    @cached_property
    def workforce(self) -> Workforce:
        return self.board.workforce

    def standing_so(self, *standings: Standing) -> dict[tuple[str, str], str]:
        """The competences of what people need and stand to in one of these ways, by person and competence."""
        return {key: key[1] for key, cell in self.board.needs.items() if cell.standing in standings}

    @cached_property
    def requirements(self) -> list:
        """Requirements that somebody is meant by."""
        return [row for row in self.board.requirements if self.board.needed_of[row.name]]

    @cached_property
    def undetermined(self) -> list[str]:
        """Active processes whose owner, or one of whose roles, nothing is asked of."""
        owners = {row.related_process or "" for row in self._asking(NeededBy.PROCESS_OWNER)}
        roles = {(row.related_process or "", same_title(row.role_title)) for row in self._asking(NeededBy.PROCESS_ROLE)}
        found = [row.name for row in self.workforce.processes if row.process_owner and not owners & {"", row.name}]
        found += [
            row.parent
            for row in self.workforce.roles
            if not roles & {("", same_title(row.role_title)), (row.parent, same_title(row.role_title))}
        ]
        return sorted(set(found))

    @cached_property
    def bears_something(self) -> bool:
        """Whether any active process has an owner or a role."""
        return bool(self.workforce.roles) or any(row.process_owner for row in self.workforce.processes)

    # -- trainings -----------------------------------------------------------------------------------------------

    @cached_property
    def trainings(self) -> list:
        """Trainings that were not cancelled, each with its seats."""
        return trainings_of(self.name)

    @cached_property
    def planned(self) -> list:
        return [row for row in self.trainings if row.status == PLANNED]

    @cached_property
    def awaiting(self) -> list:
        """Trainings held, the effect of which is not evaluated for all who attended."""
        return [row for row in self.trainings if row.status == HELD]

    @cached_property
    def evaluations(self) -> list:
        """Participants who were evaluated, each with the `training`."""
        return [seat for row in self.trainings for seat in row.seats if seat.evaluated_on]

    @cached_property
    def without_follow_up(self) -> list[str]:
        """Trainings that were not effective for somebody who still lacks the competence, with nothing planned since."""
        lacking = {key for key, cell in self.board.gaps.items() if cell.standing is not Standing.PLANNED}
        return [
            row.name
            for row in self.trainings
            if any(seat.effect == NOT_EFFECTIVE and (seat.user, row.competence) in lacking for seat in row.seats)
        ]

    # -- records -------------------------------------------------------------------------------------------------

    @cached_property
    def records(self) -> dict[str, list]:
        """Drafts and verified records of everybody in a role, by person; a file that is gone is not named any more."""
        rows = frappe.get_all(
            RECORD,
            filters={"system": self.name, "status": ["in", [DRAFT, VERIFIED]]},
            fields=["user", "competence", "status", "expires_on", "evidence", "evidence_file", "verified_on"],
            order_by="name asc",
        )
        files = {row.evidence_file for row in rows if row.evidence_file}
        there = files_there(files) if files else set()
        found: dict[str, list] = {}
        for row in rows:
            if row.user in self.workforce.people:
                row.evidence_file = row.evidence_file if row.evidence_file in there else ""
                found.setdefault(row.user, []).append(row)
        return found

    @cached_property
    def known_in_host(self) -> set[str]:
        """People of whom HRMS keeps a skill that is needed here."""
        return {user for (user, _competence), cell in self.board.cells.items() if cell.is_from_host}

    # -- awareness -----------------------------------------------------------------------------------------------

    @cached_property
    def issued(self) -> list[tuple[str, str]]:
        """The policy of service management and the plan in force."""
        return [
            (doctype, name)
            for doctype, narrowed in ISSUED.items()
            for name in frappe.get_all(
                doctype,
                filters={"system": self.name, "workflow_state": "In Force", **narrowed},
                pluck="name",
                order_by="name asc",
            )
        ]

    @cached_property
    def asked(self) -> dict[tuple[str, str], set[str]]:
        """Those of `issued` that anybody was asked to acknowledge, each with who did."""
        done: dict[tuple[str, str], set[str]] = {}
        for row in frappe.get_all(
            "ITSM Acknowledgement",
            filters={
                "reference_doctype": ["in", list(ISSUED)],
                "reference_name": ["in", [name for _doctype, name in self.issued]],
            },
            fields=["reference_doctype", "reference_name", "user", "status"],
            order_by="name asc",
        ):
            acknowledged = done.setdefault((row.reference_doctype, row.reference_name), set())
            if row.status == "Acknowledged":
                acknowledged.add(row.user)
        return done

    def readers_of(self, communications: list[str]) -> set[str]:
        """Who read at least one of these communications; one query."""
        rows = frappe.get_all(
            RECEIPT,
            filters={"communication": ["in", communications], "status": ["in", list(READ)]},
            pluck="user",
            order_by="name asc",
        )
        return set(rows)

    def _asking(self, needed_by: NeededBy) -> list:
        return [row for row in self.board.requirements if row.needed_by == needed_by]
