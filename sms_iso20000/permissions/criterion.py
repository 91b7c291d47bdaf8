"""Conditions on the fields of a record, usable as SQL for lists and as a test for one document."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

import frappe


class Criterion(Protocol):
    """What a record has to be like for somebody to see it."""

    def sql(self, doctype: str) -> str: ...

    def holds(self, doc: Any) -> bool: ...


@dataclass(frozen=True)
class OneOf:
    """The value of `field` is one of `values`; with none of them nothing fits."""

    field: str
    values: Collection[str]

    def sql(self, doctype: str) -> str:
        if not self.values:
            return "1 = 0"
        return f"`tab{doctype}`.`{self.field}` in ({_listed(self.values)})"

    def holds(self, doc: Any) -> bool:
        return doc.get(self.field) in self.values


@dataclass(frozen=True)
class NoneOf:
    """The value of `field` is none of `values`."""

    field: str
    values: Collection[str]

    def sql(self, doctype: str) -> str:
        if not self.values:
            return "1 = 1"
        return f"`tab{doctype}`.`{self.field}` not in ({_listed(self.values)})"

    def holds(self, doc: Any) -> bool:
        return doc.get(self.field) not in self.values


@dataclass(frozen=True)
class AnyOf:
    """At least one of `criteria` holds."""

    criteria: tuple[Criterion, ...]

    def sql(self, doctype: str) -> str:
        return f"({' or '.join(criterion.sql(doctype) for criterion in self.criteria)})"

    def holds(self, doc: Any) -> bool:
        return any(criterion.holds(doc) for criterion in self.criteria)


@dataclass(frozen=True)
class AllOf:
    """Each of `criteria` holds."""

    criteria: tuple[Criterion, ...]

    def sql(self, doctype: str) -> str:
        return f"({' and '.join(criterion.sql(doctype) for criterion in self.criteria)})"

    def holds(self, doc: Any) -> bool:
        return all(criterion.holds(doc) for criterion in self.criteria)


def _listed(values: Collection[str]) -> str:
    return ", ".join(frappe.db.escape(value) for value in sorted(values))
