"""Why something is refused: the service management plan, and the process plans that have to fit it."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_content_sentences(), **_scope_sentences(), **_alignment_sentences()}


def _content_sentences() -> dict[str, str]:
    return {
        "plan_item_empty": _("Item {letter} ({item}) is empty; write it, or link a record that is live."),
        "record_type_of_no_system": _("{type} belongs to no system; link records that do."),
        "plan_link_twice": _("{record} is linked under item {letter} more than once; keep one row."),
        "plan_not_a_draft": _("Only a draft can be filled in; start a new revision, or return this one to draft."),
    }


def _scope_sentences() -> dict[str, str]:
    return {
        "scope_without_unit": _("Name the organisational unit that delivers the services."),
        "scope_without_services": _("Choose the services in scope."),
        "scope_without_sites": _("Name the sites from which the services are delivered."),
        "scope_without_customers": _("Name the customers, and where they are."),
        "scope_without_technology": _("Name the technology with which the services are delivered."),
        "exclusion_without_reason": _("Say why {excluded} is excluded from the scope."),
        "retired_service_in_scope": _("{service} is retired; take it out of the scope."),
        "excluded_and_in_scope": _("{excluded} is excluded and in scope at once; remove one of the two rows."),
        "service_without_owner_in_scope": _(
            "{service} has no owner who can act; name one in the catalogue of services first."
        ),
        "scope_row_twice": _("{part}: {value} is named more than once; keep one row."),
        "scope_statement_outdated": _(
            "The scope statement is not that of the scope any more; save the draft once more."
        ),
    }


def _alignment_sentences() -> dict[str, str]:
    return {
        "plan_not_to_align_with": _(
            "{plan} is still being prepared or was withdrawn; name a revision that was approved."
        ),
        "not_a_process_plan": _("Only a policy or plan of a process is aligned with the service management plan."),
        "plan_not_in_force": _("{plan} is not the service management plan in force; compare with the one that is."),
        "aligned_already": _("This process plan is aligned with {plan} already."),
    }
