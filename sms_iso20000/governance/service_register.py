"""The register of services: how each of them stands, and what it lacks (4.1.4 a, 4.5.1)."""

import frappe

from sms_iso20000.governance.reading import readable_names
from sms_iso20000.governance.service_results import results_of
from sms_iso20000.governance.services import SERVICE, facts_of_rows, services_of
from sms_iso20000.rules.service import State, unmet_agreement, unmet_for_live, unmet_owner, unmet_requirements


def register_of(system: str, *states: State) -> list[frappe._dict]:
    """The rows of `services_of` with `facts`; `unmet`, what each lacks to be live, and of that `unmet_owner`,
    `unmet_requirements` and `unmet_agreement`; and `result`, the newest there is. Constant in queries."""
    rows = services_of(system, *states)
    results = results_of(system, rows)
    for row, facts in zip(rows, facts_of_rows(rows), strict=True):
        row.update(
            facts=facts,
            unmet=unmet_for_live(facts),
            unmet_owner=unmet_owner(facts),
            unmet_requirements=unmet_requirements(facts),
            unmet_agreement=unmet_agreement(facts),
            result=results[row.name],
        )
    return rows


def readable_register_of(system: str, *states: State) -> list[frappe._dict]:
    """The rows of `register_of` whose service the signed-in user may read."""
    readable = readable_names(SERVICE, system)
    return [row for row in register_of(system, *states) if row.name in readable]
