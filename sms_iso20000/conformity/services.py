"""What the checks read of the service catalogue and of what binds the service provider (4.1.4 a, 4.5.1, 4.5.2)."""

from functools import cached_property

from sms_iso20000.governance.obligations import obligations_of
from sms_iso20000.governance.service_register import register_of
from sms_iso20000.rules.service import State, names_in_tickets


class Services:
    """One system as of today. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str):
        self.name = system

    @cached_property
    def register(self) -> list:
        """Every service, with what it lacks and its newest result; see `service_register.register_of`."""
        return register_of(self.name)

    @cached_property
    def live(self) -> list:
        return [row for row in self.register if row.workflow_state == State.LIVE]

    @cached_property
    def without_requirements(self) -> list:
        """Live services of which nothing is on record that they have to do."""
        return [row for row in self.live if row.unmet_requirements]

    @cached_property
    def without_names(self) -> list:
        """Live services that tickets do not name, so that nothing of them can be measured there."""
        return [row for row in self.live if not names_in_tickets(row.names_in_tickets)]

    @cached_property
    def obligations(self) -> list:
        """Active obligations; see `obligations.obligations_of`."""
        return obligations_of(self.name)
