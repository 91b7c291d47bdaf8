"""What the checks of 4.5.1 and 4.5.2 read: the plan in force, what it was made for, and what is live today."""

import json
from functools import cached_property

import frappe
from frappe.utils import getdate, today

from sms_iso20000.conformity.services import Services
from sms_iso20000.governance.documents import PLAN
from sms_iso20000.governance.plan_drift import Aged, drift_of, not_looked_at
from sms_iso20000.governance.plan_items import Behind, behind_items, items_of, records_of
from sms_iso20000.governance.plan_scope import customer_sites_in_scope, named_in_scope
from sms_iso20000.governance.plans import plan_in_force
from sms_iso20000.governance.process_plans import process_plans_of
from sms_iso20000.rules.action import LIVE
from sms_iso20000.rules.plan import Item
from sms_iso20000.rules.service import IN_USE, State


class Planning:
    """One system as of today. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str, services: Services):
        self.name = system
        self._services = services

    @cached_property
    def plans(self) -> list[str]:
        """Names of all revisions of the plan, whatever became of them."""
        return frappe.get_all(PLAN, filters={"system": self.name}, pluck="name", order_by="revision desc, name asc")

    @cached_property
    def plan(self):
        """The plan in force, as a document; None where there is none."""
        name = plan_in_force(self.name)
        return frappe.get_doc(PLAN, name) if name else None

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items a to l of the plan in force, by letter."""
        return {item.letter: item for item in items_of(self.plan)}

    @cached_property
    def behind(self) -> dict[str, list[Behind]]:
        """The records linked under each item of the plan in force."""
        return behind_items(self.plan)

    def linked(self, letter: str, doctype: str) -> set[str]:
        """Names of the live records of one type under item `letter`."""
        return {name for records in self.behind[letter] if records.doctype == doctype for name in records.live}

    def records_behind(self, letter: str) -> list[tuple[str, str]]:
        """The live records under item `letter`, by record type and name."""
        return records_of(self.behind[letter])

    def drift_older_than(self, days: int) -> list[Aged]:
        """Drift that is there for longer than so many days."""
        return not_looked_at(self.drift, days)

    @cached_property
    def drift(self) -> list[Aged]:
        """What is different since the plan in force was last looked at."""
        return drift_of(self.plan)

    @cached_property
    def retired_in_scope(self) -> list:
        """Services that the scope of the plan in force names and that are retired."""
        named = {row.service for row in self.plan.services}
        return [row for row in self._services.register if row.name in named and row.workflow_state == State.RETIRED]

    def missing_from_scope(self, part: str) -> dict[str, str]:
        """What live services name in `part` (sites, customers, technology, or services themselves) and the scope
        neither names nor excludes; by its name, with a service that names it."""
        known = named_in_scope(self.plan, part) | named_in_scope(self.plan, "exclusions")
        return {
            title: service.name
            for service in self._services.live
            for title, keys in _named(service, part)
            if known.isdisjoint(keys)
        }

    @property
    def customer_sites_missing(self) -> dict[str, str]:
        """Sites at which live services serve a customer and that the scope does not name of that customer, nor
        excludes; each with its customer, and a service that names it."""
        known, left_out = customer_sites_in_scope(self.plan), named_in_scope(self.plan, "exclusions")
        return {
            f"{row.customer_name} ({row.customer_site})": service.name
            for service in self._services.live
            for row in service.customers
            if (site := _key(row.customer_site))
            and (_key(row.customer_name), site) not in known
            and left_out.isdisjoint({_key(row.customer_name), site})
        }

    def gone_from_scope(self, part: str) -> list[str]:
        """What the scope names in `part` because a service did when the plan was issued, and none in use does now."""
        then = {
            value.casefold(): value
            for service in self._picture.get("services", {}).values()
            for value in service["facts"].get(part, [])
        }
        now = {
            key
            for service in self._services.register
            if service.workflow_state in IN_USE
            for _title, keys in _named(service, part)
            for key in keys
        }
        return [value for key, value in then.items() if key not in now and key in named_in_scope(self.plan, part)]

    @cached_property
    def process_plans(self) -> list:
        """Policies and plans of processes in force, and how each stands to the plan in force."""
        return process_plans_of(self.name)

    @cached_property
    def actions(self) -> list:
        """What was set to be done for the plan, whichever revision it was set for; `overdue` where it is late."""
        rows = frappe.get_all(
            "ITSM Action",
            filters={
                "system": self.name,
                "reference_doctype": PLAN,
                "reference_name": ["in", self.plans],
                "status": ["!=", "Cancelled"],
            },
            fields=["name", "status", "due_on"],
            order_by="due_on asc, name asc",
        )
        for row in rows:
            row.overdue = row.status in LIVE and bool(row.due_on) and getdate(row.due_on) < getdate(today())
        return rows

    @cached_property
    def resource_plans(self) -> list:
        """Resource plans that top management decided, the one that reaches furthest first."""
        return frappe.get_all(
            "ITSM Resource Plan",
            filters={"system": self.name, "status": "Decided"},
            fields=["name", "title", "period_end"],
            order_by="period_end desc, name asc",
        )

    @property
    def _picture(self) -> dict:
        return json.loads(self.plan.issued_picture or "{}")


def _named(service: dict, part: str) -> list[tuple[str, set[str]]]:
    """What a service names in one part of the scope: each with what it may be called there, without capitals."""
    if part == "services":
        return [(service.title, {_key(service.name), _key(service.title), _key(service.title_zh)})]
    column = {"sites": "site", "customers": "customer_name", "technology": "technology"}[part]
    return [(value, {_key(value)}) for row in service[part] if (value := (row[column] or "").strip())]


def _key(name: str | None) -> str:
    return (name or "").strip().casefold()
