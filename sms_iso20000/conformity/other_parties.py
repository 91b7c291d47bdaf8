"""What the checks of 4.2 read: who operates the processes, and how what others operate is governed."""

from functools import cached_property

import frappe

from sms_iso20000.evidence.measured import values_seen
from sms_iso20000.governance.arrangement_register import register_of
from sms_iso20000.rules.arrangement_proofs import BY_OTHERS

SUPPLIER = "Supplier"


class OtherParties:
    """One system as of today. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str):
        self.name = system

    @cached_property
    def register(self) -> list:
        """Arrangements that have not ended, and processes that others operate without one, which have no name."""
        return register_of(self.name)

    @cached_property
    def arrangements(self) -> list:
        return [row for row in self.register if row.name]

    @cached_property
    def unarranged(self) -> list:
        """Processes that others operate and nothing is arranged for."""
        return [row for row in self.register if not row.name]

    @cached_property
    def contradicted(self) -> list:
        """Arrangements on a process that says it is operated by ourselves alone."""
        return [row for row in self.arrangements if row.operated_by and row.operated_by not in BY_OTHERS]

    @cached_property
    def unknown_suppliers(self) -> list[str]:
        """Suppliers that solved tickets in the months on record, and that no arrangement names."""
        known = {name.casefold() for row in self.arrangements for name in (row.party_name, row.party) if name}
        known |= {value.casefold() for value in self._suppliers_measured}
        return [value for value in values_seen(self.name, SUPPLIER) if value.casefold() not in known]

    @cached_property
    def _suppliers_measured(self) -> list[str]:
        return frappe.get_all(
            "ITSM Arrangement Measure",
            filters={
                "parenttype": "ITSM Arrangement",
                "parent": ["in", [row.name for row in self.arrangements]],
                "dimension": SUPPLIER,
            },
            pluck="dimension_value",
            order_by="dimension_value asc",
        )
