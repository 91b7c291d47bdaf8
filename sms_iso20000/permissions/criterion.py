"""A condition on one field, usable as SQL for lists and as a test for one document."""

from collections.abc import Collection
from dataclasses import dataclass

import frappe


@dataclass(frozen=True)
class OneOf:
    """The value of `field` is one of `values`; with none of them nothing fits."""

    field: str
    values: Collection[str]

    def sql(self, doctype: str) -> str:
        if not self.values:
            return "1 = 0"
        values = ", ".join(frappe.db.escape(value) for value in sorted(self.values))
        return f"`tab{doctype}`.`{self.field}` in ({values})"

    def holds(self, doc) -> bool:
        return doc.get(self.field) in self.values
