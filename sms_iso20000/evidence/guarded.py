"""Records that the app alone writes: nothing a form, an import or a request says can make, change or end one."""

from typing import Any

from frappe.model.document import Document

from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet


class GuardedRecord(Document):
    """A record that only its own functions write, through `write`; never deleted, never renamed (4.3.3)."""

    def validate(self):
        if not self.flags.made_by_app:
            refuse(Unmet("made_by_app_only"))

    def make(self):
        """Insert on behalf of the app, whoever is signed in: no role has the permission to create one."""
        self.flags.made_by_app = True
        return self.insert(ignore_permissions=True)

    def write(self, **values: Any):
        """Change values on behalf of the app. Saved as a whole, so that versions and notifications see it."""
        self.update(values)
        self.flags.made_by_app = True
        self.save(ignore_permissions=True, ignore_version=False)
        self.flags.made_by_app = False

    def db_set(self, fieldname, value=None, *args, **kwargs):
        refuse(Unmet("made_by_app_only"))

    def before_rename(self, old: str, new: str, merge: bool = False):
        refuse(Unmet("never_renamed"))

    def on_trash(self):
        refuse(Unmet("never_deleted"))


class AppendOnlyRecord(GuardedRecord):
    """A guarded record that not even the app changes once it is written."""

    def validate(self):
        if not self.is_new():
            refuse(Unmet("append_only"))
        super().validate()

    def write(self, **values: Any):
        refuse(Unmet("append_only"))
