import frappe
from frappe.utils.nestedset import NestedSet

from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet


class ITSMRequirement(NestedSet):
    """A clause or requirement of one edition, in own wording. The loader alone writes it."""

    nsm_parent_field = "parent_itsm_requirement"

    def validate(self):
        if not self.flags.by_catalogue_loader:
            refuse(Unmet("catalogue_read_only"))

    def db_set(self, fieldname, value=None, *args, **kwargs):
        # The tree of the host writes these three; everything else is the loader's.
        keys = set(fieldname) if isinstance(fieldname, dict) else {fieldname}
        if not keys <= {"lft", "rgt", "old_parent"}:
            refuse(Unmet("catalogue_read_only"))
        super().db_set(fieldname, value, *args, **kwargs)

    def before_rename(self, old: str, new: str, merge: bool = False):
        refuse(Unmet("catalogue_read_only"))

    def on_trash(self, allow_root_deletion=False):
        refuse(Unmet("catalogue_read_only"))


def in_language(row: dict, field: str, language: str | None = None) -> str:
    """The Chinese or English text of `field` ("title", "requirement", "guidance") of a catalogue row."""
    language = language or frappe.local.lang or "en"
    suffix = "zh" if language.lower().startswith("zh") else "en"
    return row.get(f"{field}_{suffix}") or row.get(f"{field}_en") or ""
