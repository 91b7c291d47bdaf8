import frappe
from frappe import _
from frappe.utils import today

from sms_iso20000.governance.competence import board_of, counts_for
from sms_iso20000.life.kept_record import KeptRecord, plain
from sms_iso20000.permissions.people import eyes_of
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.competence import SMALLEST_GROUP, NeededBy, same_title, unmet_level, unmet_role_title
from sms_iso20000.rules.unmet import Unmet

REVIEW = ("reviewed_on", "reviewed_by")
# Where a requirement says who needs the competence; the fields that do not belong to its kind stay empty.
FIELDS = {
    NeededBy.PROCESS_ROLE: ("related_process", "role_title"),
    NeededBy.PROCESS_OWNER: ("related_process",),
    NeededBy.ROLE: ("role",),
}
WHO = ("needed_by", "related_process", "role_title", "role")
LONGEST_TITLE = 140


class ITSMCompetenceRequirement(KeptRecord):
    """The level of a competence that a role needs (4.4.2 a)."""

    def validate(self):
        if self.flags.by_own_function:
            return
        self.tidy()
        unmet = [*self.unmet_by_hand(), *unmet_level(self.level), *self.unmet_links("competence", "related_process")]
        if unmet := [*unmet, *self.unmet_who(), *self.unmet_twice()]:
            refuse(*unmet)
        self.title = self.told()
        # Whoever writes or changes it has looked at it.
        self.update({"reviewed_on": today(), "reviewed_by": frappe.session.user})

    def onload(self):
        if counts := self.counts_shown():
            self.set_onload("counts", counts)

    def tidy(self):
        for field in ("related_process", "role_title", "role"):
            if field not in FIELDS.get(self.needed_by, ()):
                self.set(field, None)
        self.role_title = " ".join((self.role_title or "").split()) or None

    def unmet_who(self) -> list[Unmet]:
        if self.needed_by == NeededBy.ROLE:
            return [] if self.role else [Unmet("needing_role_missing")]
        if self.needed_by == NeededBy.PROCESS_OWNER:
            return []
        if not self.role_title:
            return [Unmet("needing_role_missing")]
        known, where = self._roles()
        return unmet_role_title(self.role_title, known, where)

    def unmet_twice(self) -> list[Unmet]:
        """The same competence is asked of the same people once; what is not active asks nothing."""
        if not self.is_active:
            return []
        others = frappe.get_all(
            self.doctype,
            filters={
                "system": self.system,
                "competence": self.competence,
                "is_active": 1,
                "name": ["!=", self.name or ""],
            },
            fields=["name", *WHO],
            order_by="name asc",
        )
        same = [row.name for row in others if _who(row) == _who(self)]
        return [Unmet("requirement_twice", {"name": same[0]})] if same else []

    def told(self) -> str:
        """What it says in one line: competence, level and who needs it."""
        competence = frappe.db.get_value("ITSM Competence", self.competence, "title")
        process = frappe.db.get_value("ITSM Process", self.related_process, "title") if self.related_process else ""
        who = self.role or self.role_title or _("Process Owner")
        return f"{competence} {self.level}: {who}{f' ({process})' if process else ''}"[:LONGEST_TITLE]

    def counts_shown(self) -> dict[str, int] | None:
        """How many people are meant and how many of these have a gap, for whoever may know each of them by name;
        without names only of so many that a number tells of nobody."""
        board = board_of(self.system)
        meant = board.needed_of.get(self.name, set())
        eyes = eyes_of(frappe.session.user, self.system, meant)
        if meant <= eyes.named or (eyes.sees_others and len(meant) >= SMALLEST_GROUP):
            return counts_for(self.name, board)
        return None

    @frappe.whitelist(methods=["POST"])
    def confirm(self) -> None:
        """The signed-in user has looked at it today, and it stands as it is."""
        self.as_stored("write")
        if not self.is_active:
            refuse(Unmet("requirement_not_active"))
        self.write(reviewed_on=today(), reviewed_by=frappe.session.user)

    def guarded_fields(self) -> set[str]:
        return set(REVIEW)

    def _roles(self) -> tuple[list[str], str]:
        """The titles of the roles that a process has, or any of the system, and what to call where they were sought."""
        filters = {"name": self.related_process} if self.related_process else {"system": self.system}
        processes = frappe.get_all("ITSM Process", filters=filters, pluck="name", order_by="name asc")
        titles = frappe.get_all(
            "ITSM Process Role",
            filters={"parenttype": "ITSM Process", "parent": ["in", processes]},
            pluck="role_title",
            order_by="parent asc, idx asc",
        )
        return titles, self.related_process or self.system


def _who(row: dict) -> tuple[str, ...]:
    return tuple(same_title(plain(row.get(field))) for field in WHO)
