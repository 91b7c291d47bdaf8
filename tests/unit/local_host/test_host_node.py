"""Node's version is read from what it prints."""

import pytest

from local_host.node import OLDEST_MAJOR, major_version


@pytest.mark.parametrize(("answer", "major"), [("v20.20.2\n", 20), ("v9.1.0", 9), ("", 0), ("not node", 0)])
def test_major_version(answer, major):
    assert major_version(answer) == major


def test_debians_eighteen_is_too_old():
    assert major_version("v18.19.0") < OLDEST_MAJOR
