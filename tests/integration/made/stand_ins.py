"""Record types of apps that are not installed, with the names and fields that this app reads of them.

Making their tables commits, so a module makes them before its tests and removes them after.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import frappe

# Name and type of a field, and what a link, table or selection offers.
Field = tuple[str, str] | tuple[str, str, str]


@contextmanager
def stand_ins(types: Mapping[str, Sequence[Field]], **named_by: str) -> Iterator[None]:
    """The record types `types` by name, those before that others take rows from; the apps' own where they are there.

    `named_by` has the field that gives records of a type their name; else it is one by chance.
    """
    made = [doctype for doctype in types if not frappe.db.exists("DocType", doctype)]
    rows = {options[0] for fields in types.values() for _name, kind, *options in fields if kind == "Table"}
    for doctype in made:
        _make(doctype, types[doctype], doctype in rows, named_by.get(doctype))
    frappe.db.commit()
    try:
        yield
    finally:
        frappe.db.rollback()
        for doctype in reversed(made):
            frappe.delete_doc("DocType", doctype, force=True, ignore_permissions=True)
        frappe.db.commit()
        for doctype in made:
            frappe.db.sql_ddl(f"drop table if exists `tab{doctype}`")
        frappe.db.commit()  # PostgreSQL drops within the transaction, which a test ends by rolling back


def _make(doctype: str, fields: Sequence[Field], is_row: bool, named_by: str | None) -> None:
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": doctype,
            "module": "Core",
            "custom": 1,
            "istable": int(is_row),
            "autoname": f"field:{named_by}" if named_by else "hash",
            "fields": [
                {
                    "fieldname": name,
                    "fieldtype": kind,
                    "label": name.replace("_", " ").title(),
                    "options": "".join(options),
                }
                for name, kind, *options in fields
            ],
            "permissions": [] if is_row else [{"role": "System Manager", "read": 1}],
        }
    ).insert()
