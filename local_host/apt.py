"""Debian's packages, where we are root and apt is there. None that starts a system service is ever asked for."""

import os
import shutil
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from local_host.errors import HostError

LOCK_PATIENCE_SECONDS = 600

_one_at_a_time = threading.Lock()


def usable() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def knows(package: str) -> bool:
    """Whether the package lists name an installable version of the package."""
    answer = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True)
    return "Candidate: " in answer.stdout and "Candidate: (none)" not in answer.stdout


def install(choices: Sequence[Sequence[str]], log: Path) -> None:
    """Install the first choice whose packages are all known, after reading the package lists anew.

    apt runs in a session of its own and is left to finish when we are interrupted: a package database stopped
    half-way is worse than a package too many.
    """
    with _one_at_a_time:
        # The lists may be unreadable for one source and good for all others: what counts is the installation.
        _apt(["update"], log)
        packages = next((choice for choice in choices if all(knows(name) for name in choice)), None)
        if packages is None:
            raise HostError(f"apt knows no package {' or '.join(choice[0] for choice in choices)}.", log)
        if _apt(["install", "--yes", "--no-install-recommends", *packages], log):
            raise HostError(f"apt could not install {', '.join(packages)}.", log)


def _apt(arguments: Sequence[str], log: Path) -> int:
    command = ["apt-get", "-o", f"DPkg::Lock::Timeout={LOCK_PATIENCE_SECONDS}", "--quiet", *arguments]
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as output:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            start_new_session=True,
        ).returncode
