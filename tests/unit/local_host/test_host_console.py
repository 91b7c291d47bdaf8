"""Elapsed time as a person reads it."""

import pytest

from local_host.console import elapsed


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (9.9, "0:09"), (125, "2:05")])
def test_elapsed(seconds, text):
    assert elapsed(seconds) == text
