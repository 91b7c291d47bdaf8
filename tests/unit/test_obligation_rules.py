"""How an obligation stands on a day, and when it can be reviewed."""

from datetime import date, timedelta

import pytest

from sms_iso20000.rules.obligation import Obligation, Standing, standing, unmet_review

TODAY = date(2026, 5, 15)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (Standing.IN_FORCE,)),
        ({"starts_on": TODAY, "ends_on": TODAY + 31 * DAY, "next_review_on": TODAY}, (Standing.IN_FORCE,)),
        ({"starts_on": TODAY + DAY}, (Standing.NOT_YET,)),
        ({"ends_on": TODAY}, (Standing.ENDS_SOON,)),
        ({"ends_on": TODAY + 30 * DAY}, (Standing.ENDS_SOON,)),
        ({"next_review_on": TODAY - DAY}, (Standing.REVIEW_OVERDUE,)),
        ({"is_source_gone": True, "next_review_on": TODAY - DAY}, (Standing.SOURCE_GONE, Standing.REVIEW_OVERDUE)),
        ({"ends_on": TODAY - DAY, "is_source_gone": True, "next_review_on": TODAY - DAY}, (Standing.ENDED,)),
    ],
)
def test_standing(values, expected):
    assert standing(Obligation(**values), TODAY) == expected


@pytest.mark.parametrize(
    ("is_active", "ends_on", "codes"),
    [
        (True, None, []),
        (True, TODAY, []),
        (True, TODAY - DAY, ["obligation_over"]),
        (False, TODAY - DAY, ["obligation_not_active"]),
    ],
)
def test_review(is_active, ends_on, codes):
    assert [reason.code for reason in unmet_review(is_active, ends_on, TODAY)] == codes
