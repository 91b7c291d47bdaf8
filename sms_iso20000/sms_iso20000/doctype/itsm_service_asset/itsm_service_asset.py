import frappe
from frappe.utils import getdate, today

from sms_iso20000.evidence.attachment import unmet_for_attachment
from sms_iso20000.governance.assets import as_asset, standing_of
from sms_iso20000.life.kept_record import KeptRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.asset import as_quantity, unmet_for_register
from sms_iso20000.rules.unmet import Unmet

CHECK = ("checked_on", "checked_by")


class ITSMServiceAsset(KeptRecord):
    """Something the services rely on, and what law, licence or contract allows (4.1.4 d)."""

    def validate(self):
        if self.flags.by_own_function:
            return
        unmet = [*self.unmet_by_hand(), *self.unmet_quantities(), *unmet_for_register(as_asset(self))]
        if unmet := [*unmet, *self.unmet_file()]:
            refuse(*unmet)

    def onload(self):
        self.set_onload("reasons", standing_of(self) if self.is_active else [])

    def unmet_quantities(self) -> list[Unmet]:
        """The host would keep a text or a fraction as some other number."""
        return [
            Unmet("quantity_not_whole", {"field": self._label(field)})
            for field in ("entitled", "in_use")
            if as_quantity(self.get(field)) is None
        ]

    def unmet_file(self) -> list[Unmet]:
        before = self.get_doc_before_save()
        if not self.basis_file or (before and before.basis_file == self.basis_file):
            return []
        return unmet_for_attachment(self.basis_file, self._label("basis_file"))

    @frappe.whitelist(methods=["POST"])
    def check(self, in_use: int | str = 0, remarks: str = "") -> None:
        """The signed-in user compared holding and use with the basis today, and found `in_use` of what is counted."""
        self.as_stored("write")
        if not self.is_active:
            refuse(Unmet("asset_not_active"))
        found = as_quantity(in_use)
        if found is None:
            refuse(Unmet("quantity_not_whole", {"field": self._label("in_use")}))
        self.write(
            checked_on=getdate(today()),
            checked_by=frappe.session.user,
            in_use=found if self.is_counted else self.in_use,
        )
        if remarks.strip():
            self.add_comment("Comment", frappe.utils.escape_html(remarks.strip()))

    def guarded_fields(self) -> set[str]:
        return set(CHECK)
