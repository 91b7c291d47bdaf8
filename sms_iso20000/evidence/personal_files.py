"""Files of records of a person: private, since whoever knows the address of a public one reads it (4.4.2 e)."""

from frappe.model.document import Document

from sms_iso20000.refusal import refuse
from sms_iso20000.rules.retention import PERSONAL
from sms_iso20000.rules.unmet import Unmet


def refuse_public(file: Document, event: str | None = None) -> None:
    """What the host calls before it checks a File record, new or changed."""
    if file.attached_to_doctype in PERSONAL and not file.is_private and not file.is_folder:
        refuse(Unmet("file_of_a_person_public", {"file": file.file_name or file.file_url}))
