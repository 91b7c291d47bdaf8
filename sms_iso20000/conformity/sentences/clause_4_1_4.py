"""Why a requirement stands as it does: 4.1.4."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "nobody_can_appoint": _("The system names no top management, so nobody can appoint a representative."),
        "no_representative": _("No management representative is appointed."),
        "representative_not_accepted": _("The management representative has not accepted the appointment yet."),
        "representative_gone": _("{person} is the management representative and cannot sign in any more."),
        "representative_office_ended": _("The office of {person} as management representative ended on {last}."),
        "representative_in_office": _("{person} is the management representative since {last}."),
        "no_live_service": _("The catalogue has no live service; put the services on record that customers use."),
        "services_without_requirements": _(
            "{count} of {total} live services have no requirement with a target or a reference: {services}."
        ),
        "services_without_owner": _("{count} of {total} live services have no owner who can act: {services}."),
        "services_without_agreement": _("{count} of {total} live services have no agreement that holds: {services}."),
        "services_not_measured_lately": _(
            "Live services whose last result is of {last}, older than {days} days: {services}."
        ),
        "services_not_named_in_tickets": _(
            "No names in tickets are entered for live services, so that their results cannot be found: {services}."
        ),
        "services_never_measured": _("No frozen month has a result of these live services: {services}."),
        "service_requirements_kept": _(
            "Live services with requirements, owner, agreement and results: {total}; up to {last} at least {share} % in"
            " target."
        ),
        "process_owner_not_appointed": _("{count} of {total} processes have no owner who was appointed and accepted."),
        "process_owner_office_ended": _("{count} of {total} processes have an owner whose appointment has ended."),
        "process_owners_appointed": _("Processes with an appointed owner in office: {total}."),
        "process_isolated": _("{count} of {total} processes lack inputs, outputs or an interface to another process."),
        "processes_integrated": _("Processes with inputs, outputs and interfaces: {total}; confirmed since {last}."),
        "no_asset": _("No asset or licence is on record."),
        "assets_not_lawful": _("{count} of {total} assets and licences have expired, are over-used or lack a basis."),
        "assets_not_checked": _("Assets and licences not checked for more than {months} months: {count}."),
        "assets_lawful": _("Assets and licences in order: {total}."),
        "no_report": _("No report to top management is on record."),
        "no_report_signed": _("Reports to top management that nobody has signed yet: {count}; sign one."),
        "report_overdue": _("The last signed report ends on {last}; one is due every {months} months."),
        "report_signed": _("{person} signed the report to top management for the time up to {last}."),
    }
