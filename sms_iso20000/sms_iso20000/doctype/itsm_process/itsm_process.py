import frappe
from frappe.utils import add_months, cint, getdate, today

from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.governance.indicators import present_values, unmet_indicators
from sms_iso20000.governance.interfaces import adjust_other_sides, unmet_interfaces_of
from sms_iso20000.life.kept_record import KeptRecord, plain
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.responsibility import unmet_confirmation
from sms_iso20000.rules.unmet import Unmet

CONFIRMATION = ("confirmed_by", "confirmed_on")


class ITSMProcess(KeptRecord):
    """A process of the service management system: owner, roles, interfaces and indicators (4.1.3 a, 4.1.4 b and c)."""

    def validate(self):
        self.tidy()
        self.note_who_named()
        if not self.flags.by_own_function:
            self.refuse_what_cannot_stand()
        self.withdraw_outdated_confirmation()

    def on_update(self):
        if not self.flags.by_own_function:
            adjust_other_sides(self)

    def onload(self):
        self.set_onload("may_confirm", not any(reason.code == "not_process_owner" for reason in self.unmet_now()))
        self.set_onload("confirmation_due", self.is_confirmation_due())

    # -- steps of saving -----------------------------------------------------------------------------------------

    def tidy(self):
        # One clause has one process; no clause is no text, of which there may be many.
        self.clause = (self.clause or "").strip() or None
        for row in self.interfaces:
            row.subject = (row.subject or "").strip()

    def note_who_named(self):
        """Who gave each person their role, whatever the request says: whom owners name themselves they do not manage
        until somebody else confirms it (4.4.2 e)."""
        before = self.get_doc_before_save()
        named_by = {row.user: row.named_by for row in before.roles} if before else {}
        for row in self.roles:
            if not self.flags.by_own_function:
                row.named_by = named_by.get(row.user, frappe.session.user) if row.user else None

    def refuse_what_cannot_stand(self):
        unmet = [*self.unmet_by_hand(), *self.unmet_clause(), *self.unmet_people()]
        unmet += [*unmet_interfaces_of(self), *unmet_indicators(self)]
        if unmet:
            refuse(*unmet)

    def withdraw_outdated_confirmation(self):
        """What was confirmed is no longer what is written; the decision log keeps who confirmed it and when."""
        before = self.get_doc_before_save()
        if before and _what_is_confirmed(before) != _what_is_confirmed(self):
            self.update(dict.fromkeys(CONFIRMATION))

    # -- reasons -------------------------------------------------------------------------------------------------

    def unmet_clause(self) -> list[Unmet]:
        filters = {"system": self.system, "clause": self.clause, "name": ["!=", self.name]}
        if self.clause and (name := frappe.db.get_value("ITSM Process", filters)):
            return [Unmet("clause_twice", {"clause": self.clause, "name": name})]
        return []

    def people_named(self) -> set[str]:
        return {self.process_owner, *(row.user for row in self.roles)} - {None, ""}

    def unmet_now(self) -> list[Unmet]:
        """All reasons why the signed-in user cannot confirm the responsibilities."""
        user = frappe.session.user
        roles = [row.as_dict() for row in self.roles]
        return unmet_confirmation(user, "ITSM Manager" in frappe.get_roles(user), self.process_owner, roles)

    # -- confirmation --------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def confirm_responsibilities(self, remarks: str) -> None:
        """The signed-in user has found owner, roles, authorities, interfaces and who operates it current, on record."""
        self.as_stored("read")
        if unmet := self.unmet_now():
            refuse(*unmet)
        if frappe.session.user != self.process_owner:
            for row in self.roles:
                row.named_by = frappe.session.user if row.user else None
        self.write(confirmed_by=frappe.session.user, confirmed_on=today())
        record_decision(self.system, self, "Confirmed", remarks)

    def is_confirmation_due(self) -> bool:
        """Whether nobody confirmed the responsibilities within the interval of the system, in months."""
        if not self.confirmed_on:
            return True
        months = cint(frappe.db.get_value("ITSM System", self.system, "responsibility_review_interval"))
        return getdate(self.confirmed_on) < getdate(add_months(today(), -months))

    def guarded_fields(self) -> set[str]:
        return set(CONFIRMATION)

    # -- indicators ----------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def present_values(self) -> list[dict]:
        """The live value of each indicator, for the form."""
        self.as_stored("read")
        return present_values(self)


def _what_is_confirmed(process: KeptRecord) -> tuple:
    return plain(process.process_owner), plain(process.operated_by), _lines(process.roles), _lines(process.interfaces)


def _lines(rows: list) -> list[list[str]]:
    return sorted(
        [plain(row.get(field.fieldname)) for field in row.meta.fields if field.fieldname != "named_by"] for row in rows
    )


def on_doctype_update():
    frappe.db.add_unique("ITSM Process", ["system", "clause"], constraint_name="itsm_process_clause")
