"""What ERPNext asks of the root package, and that nobody else pays for it."""

import subprocess
import sys

import pytest

import sms_iso20000


def test_importing_the_package_imports_no_frappe():
    code = "import sys, sms_iso20000; assert not {'frappe', 'sms_iso20000.governance'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["governance_of_nothing", "score", "__path_of_nothing__"])
def test_it_has_nothing_else(name):
    with pytest.raises(AttributeError, match=name):
        getattr(sms_iso20000, name)
