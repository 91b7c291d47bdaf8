"""When and to whom a report on a system may be sent on schedule (ISO/IEC 20000-1:2011, 4.5.3 f)."""

from collections.abc import Collection, Sequence

from sms_iso20000.rules.unmet import Unmet

# As the host names them.
FREQUENCIES = ("Daily", "Weekdays", "Weekly", "Monthly")


def unmet_schedule(
    report: str,
    frequency: str,
    recipients: Sequence[str],
    known_reports: Collection[str],
    readers: Collection[str],
    scheduled: Collection[tuple[str, str]],
) -> list[Unmet]:
    """All reasons why `report` cannot be sent to `recipients`, mail addresses.

    `readers` are the addresses of people of this site who may read the report, and `scheduled` the reports sent
    already with their frequencies. What is sent leaves the site: so nobody gets it who could not open it.
    """
    unmet = [] if report in known_reports else [Unmet("report_not_on_schedule", {"report": report})]
    if frequency not in FREQUENCIES:
        unmet.append(Unmet("unknown_frequency", {"frequency": frequency}))
    if not recipients:
        unmet.append(Unmet("no_recipient"))
    unmet += [Unmet("recipient_may_not_read", {"address": address}) for address in recipients if address not in readers]
    if (report, frequency) in scheduled:
        unmet.append(Unmet("report_scheduled_already", {"report": report}))
    return unmet


def addresses_in(text: str) -> list[str]:
    """The mail addresses in a text, each once, however they are separated."""
    separated = text.replace(",", " ").replace(";", " ").split()
    return list(dict.fromkeys(address.lower() for address in separated))
