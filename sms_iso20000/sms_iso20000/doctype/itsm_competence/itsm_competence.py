import frappe

from sms_iso20000.integrations.people import skill_is_known
from sms_iso20000.life.kept_record import KeptRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.competence import same_title
from sms_iso20000.rules.unmet import Unmet


class ITSMCompetence(KeptRecord):
    """A competence that the work for services takes, in five levels (4.4.2)."""

    def validate(self):
        if unmet := [*self.unmet_title(), *self.unmet_skill()]:
            refuse(*unmet)

    def unmet_title(self) -> list[Unmet]:
        """Two of one name would each hold a part of what people are able to do."""
        others = frappe.get_all(
            self.doctype,
            filters={"system": self.system, "name": ["!=", self.name or ""]},
            fields=["name", "title"],
            order_by="name asc",
        )
        twice = [row.name for row in others if same_title(row.title) == same_title(self.title)]
        return [Unmet("competence_twice", {"title": self.title, "name": twice[0]})] if twice else []

    def unmet_skill(self) -> list[Unmet]:
        if not self.host_skill or skill_is_known(self.host_skill):
            return []
        return [Unmet("skill_unknown", {"skill": self.host_skill})]
