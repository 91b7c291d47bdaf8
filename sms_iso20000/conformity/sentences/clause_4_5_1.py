"""Why a requirement stands as it does: 4.5.1, and the plan that 4.5.1 and 4.5.2 ask for."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_plan": _("No service management plan is on record; write the first one."),
        "no_plan_in_force": _("No service management plan is in force; have one reviewed, approved and issued."),
        "plan_review_overdue": _("The plan was last looked at on {last}; its review was due on {due}."),
        "scope_not_stated": _("{plan} does not state unit and services of its scope."),
        "live_services_out_of_scope": _("Live services that the scope neither names nor excludes: {names}."),
        "retired_services_in_scope": _("Retired services that the scope still names: {names}."),
        "scope_stated": _("The scope statement names the unit and all services that are live: {total}."),
        "part_of_scope_empty": _("{plan} says nothing about this part of its scope."),
        "sites_out_of_scope": _("Sites of live services that the scope neither names nor excludes: {names}."),
        "customers_out_of_scope": _("Customers of live services that the scope neither names nor excludes: {names}."),
        "customer_sites_out_of_scope": _("Sites of customers that the scope neither names nor excludes: {names}."),
        "technology_out_of_scope": _("Technology of live services that the scope neither names nor excludes: {names}."),
        "sites_gone_in_scope": _("Sites in scope from which no service is delivered any more: {names}."),
        "customers_gone_in_scope": _("Customers in scope who use no service any more: {names}."),
        "technology_gone_in_scope": _("Technology in scope that no service uses any more: {names}."),
        "sites_in_scope": _("Sites in scope: {total}; every site of a live service is among them or excluded."),
        "customers_in_scope": _(
            "Customers and sites of customers in scope: {total}; all of live services are among them or excluded."
        ),
        "technology_in_scope": _("Technology in scope: {total}; all that live services use is among it or excluded."),
    }
