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
