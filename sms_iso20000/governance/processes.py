"""The processes that a system starts with, and what they are called (4.1.4 b)."""

import frappe

from sms_iso20000.catalogue.processes import shipped_processes
from sms_iso20000.governance.language import in_reader_language


def seed_processes(system: str) -> int:
    """Give a system without any process those of the 2011 edition, clauses 5 to 9; returns how many were added.

    A system that has a process, active or not, keeps what its people made of it.
    """
    if frappe.db.exists("ITSM Process", {"system": system}):
        return 0
    for shipped in shipped_processes():
        process = frappe.new_doc("ITSM Process")
        process.update(
            {
                "system": system,
                "clause": shipped.clause,
                "title": shipped.title.en,
                "title_zh": shipped.title.zh,
                "purpose": shipped.purpose.en,
                "purpose_zh": shipped.purpose.zh,
            }
        )
        # Nothing of this can be refused, and every new system waits for it.
        process.set_user_and_timestamp()
        process.set_new_name()
        process.db_insert()
    return len(shipped_processes())


def title_of(process: dict) -> str:
    """The title of a process in the language of the reader; takes `title` and `title_zh`."""
    return in_reader_language(process)
