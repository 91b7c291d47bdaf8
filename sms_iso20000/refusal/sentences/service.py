"""Why something is refused: services of the catalogue, and obligations."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_gate_sentences(), **_content_sentences(), **_obligation_sentences()}


def _gate_sentences() -> dict[str, str]:
    return {
        "service_owner_missing": _("Name the owner of the service."),
        "service_owner_gone": _("The owner of the service can no longer sign in or has no role; name another one."),
        "service_description_missing": _("Describe what customers get."),
        "service_customer_missing": _("List at least one customer."),
        "service_requirement_missing": _("Add at least one service requirement."),
        "service_requirement_not_stated": _(
            "Give at least one service requirement a target, or say where it is written."
        ),
        "service_agreement_missing": _("Link at least one agreement on the level of the service."),
        "service_agreement_not_standing": _("None of the agreements holds today; link one that is in force."),
        "service_site_missing": _("List at least one site from which the service is delivered."),
        "service_process_missing": _("Add at least one process to what the service rests on."),
        "service_carries_others": _("Live services rest on this one: {services}. Move or retire them first."),
    }


def _content_sentences() -> dict[str, str]:
    return {
        "customer_record_missing": _("Choose the {type} that the customer is, or empty its record type."),
        "named_record_over": _("{name} ({type}) has ended, is retired or is disabled; choose another record."),
        "row_twice": _("{name} stands twice in {table}; remove one of the rows."),
        "requirement_without_source": _("Say who or what requires this: {requirement}."),
        "service_rests_on_itself": _("A service cannot rest on itself; remove that row."),
        "service_ring": _(
            "This service would rest on itself over {services}; remove the service that closes the ring."
        ),
        "service_title_twice": _("{name} already has the title {value}; choose another title, or retire that service."),
        "service_code_twice": _("{name} already has the code {value}; choose another code, or retire that service."),
    }


def _obligation_sentences() -> dict[str, str]:
    return {
        "obligation_without_service": _("List the services concerned, or say that it concerns all services."),
        "obligation_source_missing": _("Choose the {type} it is written in, or empty the record type."),
        "obligation_not_active": _("This obligation is no longer active; there is nothing to review."),
        "obligation_over": _("The last day of this obligation has passed; there is nothing to review."),
        "review_without_remarks": _("Say what was looked at and what was found."),
        "interval_not_whole": _("{field} must be a whole number of months, 0 or more."),
    }
