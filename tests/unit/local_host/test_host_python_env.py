"""Each Python version served has a lock of its own; others are refused with those that are served."""

from pathlib import Path

import pytest

from local_host.errors import HostError
from local_host.python_env import lock_for

REQUIREMENTS = Path(__file__).resolve().parents[3] / "local_host" / "requirements"


@pytest.mark.parametrize("minor", [10, 11, 12, 13])
def test_a_served_version_has_its_lock(minor):
    assert lock_for((3, minor), REQUIREMENTS).name == f"python-3.{minor}.txt"


@pytest.mark.parametrize("version", [(3, 9), (3, 14)])
def test_another_version_is_refused_by_name(version):
    with pytest.raises(HostError, match=rf"Python {version[0]}\.{version[1]} is not served; use one of 3\.10, 3\.11"):
        lock_for(version, REQUIREMENTS)


@pytest.mark.parametrize("minor", [10, 11, 12, 13])
def test_a_lock_pins_everything_and_holds_what_the_app_asks_for(minor):
    lines = [line for line in lock_for((3, minor), REQUIREMENTS).read_text().splitlines() if not line.startswith("#")]
    assert all("==" in line for line in lines)
    assert any(line.startswith("jsonschema==") for line in lines)
