"""wkhtmltopdf, by which Frappe makes PDF files: Debian's, where apt has it; newer releases have none."""

import contextlib
import shutil
from pathlib import Path

from local_host import apt
from local_host.errors import HostError

PROGRAM = "wkhtmltopdf"


def obtain(log: Path) -> bool:
    """Install it where that is possible. Returns whether it is there: the app says so where it is not."""
    if shutil.which(PROGRAM) is None and apt.usable():
        with contextlib.suppress(HostError):
            apt.install([[PROGRAM]], log)
    return shutil.which(PROGRAM) is not None
