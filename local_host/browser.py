"""A Chromium for the browser tests: the machine's, else Debian's, else Playwright's own."""

from pathlib import Path

from local_host import apt
from local_host.processes import run

MACHINES = "/usr/bin/chromium"
CHOICES = (("chromium",),)


def playwrights_own(python: Path) -> list[str | Path]:
    return [python, "-m", "playwright", "install", "chromium"]


def obtain(python: Path, log: Path) -> None:
    """Make sure there is one. Playwright's own is a download from its makers, which not every machine can reach."""
    if Path(MACHINES).exists():
        return
    if apt.usable() and _debian():
        apt.install(CHOICES, log)
        return
    failure = "There is no Chromium: neither apt's nor Playwright's own could be installed here."
    run(playwrights_own(python), log=log, failure=failure)


def _debian() -> bool:
    """Ubuntu's package of that name is only a pointer to a store that servers do not have."""
    return "ubuntu" not in Path("/etc/os-release").read_text().lower()
