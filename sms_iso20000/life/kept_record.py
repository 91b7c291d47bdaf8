"""Records that stay: never deleted, never renamed, and parts of which only their own functions write."""

from typing import Any

from frappe import _
from frappe.model.document import Document

from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet


class KeptRecord(Document):
    """What all records with a life of their own share (4.3.3)."""

    def guarded_fields(self) -> set[str]:
        """Fields that `db_set` must not reach: those only the record's own functions write, and sealed content."""
        return set()

    def unmet_by_hand(self) -> list[Unmet]:
        """Guarded fields that come with another value than the record has; a new one has nothing in them."""
        before = self.get_doc_before_save()
        return [
            Unmet("changed_by_hand", {"field": self._label(field)})
            for field in sorted(self.guarded_fields())
            if plain(before and before.get(field)) != plain(self.get(field))
        ]

    def db_set(self, fieldname, value=None, *args, **kwargs):
        fields = set(fieldname) if isinstance(fieldname, dict) else {fieldname}
        if guarded := fields & self.guarded_fields():
            refuse(*(Unmet("changed_by_hand", {"field": self._label(field)}) for field in sorted(guarded)))
        super().db_set(fieldname, value, *args, **kwargs)

    def before_rename(self, old: str, new: str, merge: bool = False):
        refuse(Unmet("never_renamed"))

    def on_trash(self):
        refuse(Unmet("never_deleted"))

    def as_stored(self, permission: str) -> None:
        """Forget what the request said: a method called from a form runs on the form's values, and the host has
        checked reading only."""
        self.reload()
        self.check_permission(permission)

    def write(self, **values: Any) -> None:
        """Change values on behalf of the record's own functions. Saved as a whole, so that versions and notifications
        see it."""
        self.update(values)
        asked = self.flags.ignore_permissions
        self.flags.by_own_function = True
        try:
            self.save(ignore_permissions=True, ignore_version=False)
        finally:
            # The host would go on ignoring them on this very document.
            self.flags.update(by_own_function=False, ignore_permissions=asked)

    def _label(self, field: str) -> str:
        return _(self.meta.get_label(field))


def plain(value: Any) -> str:
    """A value as text, so that what a request sends and what the database holds compare equal."""
    return "" if value is None else str(value)
