"""Rules on reports on schedule: which, when, and to whom."""

import pytest

from sms_iso20000.rules.report_schedule import addresses_in, unmet_schedule

KNOWN, READERS, SCHEDULED = {"Register"}, {"a@example.com"}, {("Register", "Weekly")}


@pytest.mark.parametrize(
    ("report", "frequency", "recipients", "expected"),
    [
        ("Register", "Monthly", ["a@example.com"], []),
        ("Register", "Weekly", ["a@example.com"], ["report_scheduled_already"]),
        ("Other", "Monthly", ["a@example.com"], ["report_not_on_schedule"]),
        ("Register", "Hourly", ["a@example.com"], ["unknown_frequency"]),
        ("Register", "Monthly", [], ["no_recipient"]),
        ("Register", "Monthly", ["a@example.com", "b@example.com", "nonsense"], ["recipient_may_not_read"] * 2),
    ],
)
def test_schedules(report, frequency, recipients, expected):
    unmet = unmet_schedule(report, frequency, recipients, KNOWN, READERS, SCHEDULED)
    assert [reason.code for reason in unmet] == expected


def test_addresses():
    text = " A@example.com, b@example.com;\nc@example.com\n\na@example.com "
    assert addresses_in(text) == ["a@example.com", "b@example.com", "c@example.com"]
    assert addresses_in(" \n") == []
