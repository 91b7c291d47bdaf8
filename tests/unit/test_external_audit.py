"""Certificates and answers to certification bodies against the calendar (4.5.4.1)."""

from datetime import date, timedelta

import pytest

from sms_iso20000.rules.external_audit import RENEWED_WITHIN, Response, Validity, days_left, response_of, validity_of

TODAY = date(2026, 3, 2)


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("until", "validity"),
    [
        (None, Validity.NONE),
        (after(-1), Validity.EXPIRED),
        (TODAY, Validity.EXPIRES_SOON),
        (after(RENEWED_WITHIN), Validity.EXPIRES_SOON),
        (after(RENEWED_WITHIN + 1), Validity.VALID),
    ],
)
def test_validity(until, validity):
    assert validity_of(until, TODAY) is validity


@pytest.mark.parametrize(
    ("due", "responded", "response", "left"),
    [
        (None, None, Response.NONE, None),
        (TODAY, None, Response.DUE, 0),
        (after(5), None, Response.DUE, 5),
        (after(-1), None, Response.OVERDUE, -1),
        (after(-3), after(-3), Response.ANSWERED, None),
        (after(-3), after(-2), Response.ANSWERED_LATE, None),
    ],
)
def test_response(due, responded, response, left):
    assert response_of(due, responded, TODAY) is response
    assert days_left(due, responded, TODAY) == left
