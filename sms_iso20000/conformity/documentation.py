"""What the checks of 4.3 read: documents, who was told of them, what has ended, and how records are kept."""

from datetime import date
from functools import cached_property

import frappe

from sms_iso20000.evidence.decisions import chain_of
from sms_iso20000.governance.document_places import living, within_reach
from sms_iso20000.governance.document_telling import Telling, known_since, telling_of
from sms_iso20000.governance.documents import (
    DOCUMENT,
    completeness_of,
    is_identified,
    record_of,
    revisions_of,
    unreadable,
    uses_of,
)
from sms_iso20000.governance.retention_conflicts import Conflict, conflicts
from sms_iso20000.rules.chain import broken_link
from sms_iso20000.rules.completeness import Completeness, Record
from sms_iso20000.rules.document import EXTERNAL
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES, State


class Documentation:
    """One system as of today. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str):
        self.name = system

    @cached_property
    def revisions(self) -> list:
        """All controlled revisions, each with its DocType."""
        return revisions_of(self.name)

    @cached_property
    def in_force(self) -> list:
        return [row for row in self.revisions if row.workflow_state == State.IN_FORCE]

    @cached_property
    def documents_in_force(self) -> list:
        """What is in force beside the policy."""
        return [row for row in self.in_force if row.doctype == DOCUMENT]

    @cached_property
    def external(self) -> list:
        """Documents in force that come from outside."""
        return [row for row in self.documents_in_force if row.kind == EXTERNAL]

    @cached_property
    def unidentified(self) -> list:
        """Those from outside without issuer, edition or master, or that are distributed to nobody."""
        return [row for row in self.external if not (is_identified(row) and self.telling[record_of(row)].audience)]

    @cached_property
    def ended(self) -> list:
        return [row for row in self.revisions if row.workflow_state in (State.SUPERSEDED, State.WITHDRAWN)]

    @cached_property
    def within_reach(self) -> set[Record]:
        """Revisions that have ended and that somebody can still take for valid."""
        return within_reach(self.name, self.ended)

    @cached_property
    def completeness(self) -> dict[str, Completeness]:
        """What each letter of 4.3.1 asks for and what of it is there."""
        return completeness_of(self.name)

    @cached_property
    def uses(self) -> dict[str, list[Record]]:
        """The points of use of each document."""
        return uses_of(self.name)

    @cached_property
    def living_places(self) -> set[Record]:
        """The points of use of what is in force that are still there."""
        return living(place for row in self.documents_in_force for place in self.uses.get(row.name, ()))

    @cached_property
    def unreadable(self) -> list:
        """Documents in force that cannot be told from others, or not be read."""
        return unreadable(self.in_force)

    @cached_property
    def telling(self) -> dict[Record, Telling]:
        """Who has to know each document in force, and who was told."""
        return telling_of(self.name, self.in_force)

    @cached_property
    def known_since(self) -> dict[str, date]:
        """Since when those are here who were never told of a document that is for them."""
        return known_since({person for telling in self.telling.values() for person in telling.missed})

    @cached_property
    def approvals(self) -> dict[Record, list]:
        """Approval and issue decisions by the record they are about, the earliest first."""
        rows = frappe.get_all(
            "ITSM Decision",
            filters={
                "system": self.name,
                "decision": ["in", ["Approved", "Issued"]],
                "reference_doctype": ["in", list(CONTROLLED_DOCTYPES)],
            },
            fields=[
                "name",
                "decision",
                "decided_by",
                "sequence",
                "content_hash",
                "reference_doctype",
                "reference_name",
            ],
            order_by="sequence asc",
        )
        decisions: dict[Record, list] = {}
        for row in rows:
            decisions.setdefault((row.reference_doctype, row.reference_name), []).append(row)
        return decisions

    @cached_property
    def contributors(self) -> dict[str, set[str]]:
        """Who wrote a part of each revision, by its name."""
        rows = frappe.get_all(
            "ITSM Revision Contributor",
            filters={"parenttype": ["in", list(CONTROLLED_DOCTYPES)]},
            fields=["parent", "user"],
            order_by="parent asc, idx asc",
        )
        people: dict[str, set[str]] = {}
        for row in rows:
            people.setdefault(row.parent, set()).add(row.user)
        return people

    @cached_property
    def decisions(self) -> list[dict]:
        """The whole chain of decisions, by rising sequence."""
        return chain_of(self.name)

    @cached_property
    def broken_decision(self) -> str:
        """Name of the first decision that does not hold; empty where all hold."""
        broken = broken_link(self.decisions)
        return broken[0]["name"] if broken else ""

    @cached_property
    def retention_rules(self) -> list:
        """Retention rules in whatever stage."""
        return frappe.get_all(
            "ITSM Retention Rule",
            filters={"system": self.name},
            fields=["name", "title", "document_type", "status", "rule_owner"],
            order_by="document_type asc, name asc",
        )

    @cached_property
    def retention_conflicts(self) -> list[Conflict]:
        """Settings by which the host clears what a rule in force keeps."""
        return conflicts(self.name)

    @cached_property
    def evidence_types(self) -> dict[str, list[str]]:
        """The record types of the host that are used as evidence, each with its enabled sources."""
        rows = frappe.get_all(
            "ITSM Evidence Source",
            filters={"system": self.name, "is_enabled": 1},
            fields=["name", "source_doctype"],
            order_by="source_doctype asc, name asc",
        )
        types: dict[str, list[str]] = {}
        for row in rows:
            types.setdefault(row.source_doctype, []).append(row.name)
        return types
