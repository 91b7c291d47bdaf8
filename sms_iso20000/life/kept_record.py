"""Records that stay: never deleted, never renamed, and parts of which only their own functions write."""

from collections.abc import Collection
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields
from frappe.model.document import Document
from frappe.utils import cint, flt, getdate

from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet

NUMBERS = {"Int": cint, "Check": cint, "Float": flt, "Percent": flt, "Currency": flt}


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

    def people_named(self) -> set[str]:
        """Users whom the record names as responsible for something."""
        return set()

    def unmet_people(self) -> list[Unmet]:
        """People newly named though disabled; who has left since stays named until somebody else is."""
        before = self.get_doc_before_save()
        newly_named = self.people_named() - (before.people_named() if before else set())
        disabled = frappe.get_all(
            "User", filters={"name": ["in", sorted(newly_named)], "enabled": 0}, pluck="name", order_by="name asc"
        )
        return [Unmet("person_not_enabled", {"user": user}) for user in disabled]

    def unmet_links(self, *fields: str) -> list[Unmet]:
        """Records of another system that one of `fields` links."""
        linked = {field: self.meta.get_field(field).options for field in fields if self.get(field)}
        return [
            Unmet("other_system", {"name": self.get(field), "system": self.system})
            for field, doctype in linked.items()
            if frappe.db.get_value(doctype, self.get(field), "system") != self.system
        ]

    def unmet_reference(self, doctype: str, name: str) -> list[Unmet]:
        """Why a record of any type cannot be named here: it belongs to another system."""
        if doctype == "ITSM System":
            system = name
        elif frappe.get_meta(doctype).has_field("system"):
            system = frappe.db.get_value(doctype, name, "system")
        else:
            return []
        is_of_another = system and system != self.system
        return [Unmet("other_system", {"name": name, "system": self.system})] if is_of_another else []

    def unmet_record_named(
        self, type_field: str = "reference_doctype", name_field: str = "reference_name"
    ) -> list[Unmet]:
        """Why the record named in a pair of fields cannot be: half of a name; newly named, one that is kept from who
        names it or belongs to another system."""
        doctype, name = self.get(type_field), self.get(name_field)
        if bool(doctype) != bool(name):
            return [Unmet("record_type_missing")]
        if not name or not (self.is_set_anew(type_field) or self.is_set_anew(name_field)):
            return []
        if not frappe.has_permission(doctype, "read", doc=name):
            return [Unmet("record_kept_from_you", {"name": name})]
        return self.unmet_reference(doctype, name)

    def is_set_anew(self, field: str) -> bool:
        """Whether this change gives `field` its value."""
        before = self.get_doc_before_save()
        return before is None or as_kept(before, field) != as_kept(self, field)

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


def is_written(text: str | None) -> bool:
    """Whether somebody wrote more than white space."""
    return bool((text or "").strip())


def as_kept(doc: Document, field: str, without: Collection[str] = ()) -> Any:
    """The value of a field in one form, whether it comes from a request, a form or the database; of a table all
    columns but those named in `without`."""
    described = doc.meta.get_field(field)
    if described.fieldtype != "Table":
        return _plain(described.fieldtype, doc.get(field))
    columns = [
        column
        for column in frappe.get_meta(described.options).fields
        if column.fieldtype not in no_value_fields and column.fieldname not in without
    ]
    return [[_plain(column.fieldtype, row.get(column.fieldname)) for column in columns] for row in doc.get(field)]


def _plain(fieldtype: str, value: Any) -> str:
    if fieldtype in NUMBERS:
        return str(NUMBERS[fieldtype](value))
    if fieldtype == "Date" and value:
        return getdate(value).isoformat()
    return plain(value)
