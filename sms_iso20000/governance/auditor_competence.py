"""Whether auditors hold what the role of an auditor needs (4.4.2, 4.5.4.2)."""

from collections.abc import Collection
from dataclasses import dataclass, field

import frappe

from sms_iso20000.governance.competence import REQUIREMENT, board_of
from sms_iso20000.governance.people import known_to
from sms_iso20000.rules.audit import AUDITOR_ROLE
from sms_iso20000.rules.competence import NeededBy
from sms_iso20000.rules.unmet import Unmet

# Reasons that tell what is on record of a person.
ABOUT_COMPETENCE = frozenset({"auditor_not_competent", "auditor_not_competent_private"})


@dataclass(frozen=True)
class AuditorCompetence:
    """Whether anything is demanded of auditors, and what each lacks: titles of competences by user.

    `private` are those of whom the signed-in user may know no more than that something is lacking (4.4.2 e).
    """

    is_demanded: bool = False
    lacking: dict[str, list[str]] = field(default_factory=dict)
    private: frozenset[str] = frozenset()

    def shown_of(self, user: str) -> list[str]:
        """Titles of what `user` lacks, as far as they may be told."""
        return [] if user in self.private else self.lacking.get(user, [])

    def unmet(self) -> list[Unmet]:
        return [
            Unmet("auditor_not_competent_private", {"user": user})
            if user in self.private
            else Unmet("auditor_not_competent", {"user": user, "competences": ", ".join(titles)})
            for user, titles in self.lacking.items()
        ]


def competence_of(system: str, auditors: Collection[str]) -> AuditorCompetence:
    """What `auditors` lack of the competences that this system demands of the role ITSM Auditor."""
    demanded = {"system": system, "is_active": 1, "needed_by": NeededBy.ROLE.value, "role": AUDITOR_ROLE}
    if not frappe.db.exists(REQUIREMENT, demanded):
        return AuditorCompetence()
    board = board_of(system)
    needed = {
        row.competence for row in board.requirements if row.needed_by == NeededBy.ROLE and row.role == AUDITOR_ROLE
    }
    lacking: dict[str, list[str]] = {}
    for user in sorted(auditors):
        for competence in sorted(needed):
            if (user, competence) in board.gaps or (user, competence) not in board.cells:
                lacking.setdefault(user, []).append(board.competences[competence].title)
    private = frozenset(lacking) - known_to(frappe.session.user, system, lacking)
    return AuditorCompetence(bool(needed), lacking, private)
