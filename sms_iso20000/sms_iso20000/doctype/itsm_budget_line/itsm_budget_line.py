import frappe
from frappe.utils import flt, getdate, now_datetime, today

from sms_iso20000.governance.budget import accounts_for, as_budget, periods_of_others, standing_of
from sms_iso20000.governance.reports import period_of
from sms_iso20000.integrations.accounts import Accounts, currency_of
from sms_iso20000.integrations.erpnext.budget import RECORD_TYPES
from sms_iso20000.life.kept_record import KeptRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.budget import as_amount, unmet_line, unmet_spending
from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.unmet import Unmet

WATCHED = ("spent", "spent_as_of", "checked_by", "checked_on", "spending_remarks")


class ITSMBudgetLine(KeptRecord):
    """Money allotted to services or their management for a period, and what of it was spent (4.5.3 a).

    Where the host keeps the accounts, what was spent is read from there, and nobody copies it.
    """

    def before_insert(self):
        self.currency = self.currency or frappe.db.get_default("currency")

    def validate(self):
        if self.flags.by_own_function:
            return
        unmet = [
            *unmet_line(self.budgeted, self._period(), periods_of_others(self) if self._may_overlap() else {}),
            *self.unmet_by_hand(),
            *self.unmet_people(),
            *self.unmet_links("service", "plan"),
            *self.unmet_host_record(),
        ]
        if unmet:
            refuse(*unmet)

    def onload(self):
        """How the line stands, for the form."""
        self.set_onload("standing", standing_of(self))

    # -- content -------------------------------------------------------------------------------------------------

    def guarded_fields(self) -> set[str]:
        return set(WATCHED)

    def people_named(self) -> set[str]:
        return {self.budget_owner} - {None, ""}

    def unmet_host_record(self) -> list[Unmet]:
        if unmet := self.unmet_record_named():
            return unmet
        if not self.reference_name:
            return []
        if self.reference_doctype not in RECORD_TYPES:
            return [Unmet("budget_record_type")]
        currency = currency_of(self.reference_doctype, self.reference_name)
        if currency and currency != self.currency:
            return [Unmet("budget_currency_differs", {"name": self.reference_name, "currency": currency})]
        return []

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def record_spending(self, amount: float | str, as_of: str, remarks: str = "") -> None:
        """The signed-in user found that `amount` was spent in the period up to and including the day `as_of`."""
        accounts = self.begin_watching()
        day = getdate(as_of) if as_of else None
        if unmet := unmet_spending(amount, day, as_budget(self), getdate(today()), bool(accounts)):
            refuse(*unmet)
        self.note(as_amount(amount), day, remarks)

    @frappe.whitelist(methods=["POST"])
    def watch_accounts(self, remarks: str = "") -> None:
        """The signed-in user had a look at what the host's accounts know today."""
        accounts = self.begin_watching()
        if not accounts:
            refuse(Unmet("spending_not_known_to_host"))
        self.note(accounts.spent, min(getdate(today()), getdate(self.period_end)), remarks)

    # -- parts ---------------------------------------------------------------------------------------------------

    def begin_watching(self) -> Accounts | None:
        self.as_stored("write")
        if not self.is_active:
            refuse(Unmet("budget_not_active"))
        return accounts_for(self)

    def note(self, spent: float, day, remarks: str) -> None:
        self.write(
            spent=flt(spent),
            spent_as_of=day,
            checked_by=frappe.session.user,
            checked_on=now_datetime(),
            spending_remarks=remarks.strip(),
        )

    def _period(self) -> Period | None:
        return period_of(self) if self.period_start and self.period_end else None

    def _may_overlap(self) -> bool:
        """Only an active line does, and only where what it is compared by changed; the host asks for the rest."""
        compared = ("title", "service", "period_start", "period_end", "is_active")
        return bool(self.is_active and self.system and self.title) and any(map(self.is_set_anew, compared))
