"""The virtual environment of the host's bench, installed from the lock of the running Python's version."""

import shutil
import sys
from pathlib import Path

from local_host.errors import HostError
from local_host.layout import APP, Layout
from local_host.processes import run
from local_host.stamps import Stamp, digest, write_atomically

# uv installs the lock several times faster than pip; pip does it where uv cannot reach the registry.
UV = "uv==0.13.9"


def lock_for(version: tuple[int, int], folder: Path) -> Path:
    """The lock file for a Python version; the versions served are those that have one."""
    lock = folder / f"python-{version[0]}.{version[1]}.txt"
    if not lock.exists():
        served = sorted(
            (path.stem.removeprefix("python-") for path in folder.glob("python-*.txt")),
            key=lambda text: [int(part) for part in text.split(".")],
        )
        raise HostError(f"Python {version[0]}.{version[1]} is not served; use one of {', '.join(served)}.")
    return lock


class PythonEnv:
    """Three steps: the bare environment, Frappe's packages, and (for `./test` only) the test tools."""

    def __init__(self, layout: Layout):
        self.layout = layout
        self.lock = lock_for(sys.version_info[:2], layout.own_code / "requirements")
        self.tests_lock = layout.checkout / "tests" / "requirements.txt"
        self.python = layout.env / "bin" / "python"
        self._bare = Stamp(layout.state / "env.json")
        self._packages = Stamp(layout.state / "env-packages.json")
        self._tests = Stamp(layout.state / "env-tests.json")

    # Absolute paths are written into an environment, so a moved checkout needs a new one.
    def _bare_inputs(self) -> str:
        return digest(sys.base_prefix, sys.version, str(self.layout.env), self.lock.read_text())

    def _tests_inputs(self) -> str:
        return digest(self._bare_inputs(), self.tests_lock.read_text())

    def bare_up_to_date(self) -> bool:
        return self._bare.matches(self._bare_inputs()) and self.python.exists()

    def packages_up_to_date(self) -> bool:
        return self.bare_up_to_date() and self._packages.matches(self._bare_inputs())

    def tests_up_to_date(self) -> bool:
        return self.packages_up_to_date() and self._tests.matches(self._tests_inputs())

    def make_bare(self) -> None:
        """A new environment with pip and nothing else, and the two apps on its path."""
        for stamp in (self._bare, self._packages, self._tests):
            stamp.clear()
        shutil.rmtree(self.layout.env, ignore_errors=True)
        run(
            [sys.executable, "-m", "venv", self.layout.env],
            log=self.layout.log("python"),
            failure="The virtual environment could not be made (on Debian: is python3-venv installed?).",
        )
        self._name_apps()
        self._bare.write(self._bare_inputs())

    def install_packages(self) -> None:
        """What Frappe and the app import."""
        self._install(self.lock)
        self._packages.write(self._bare_inputs())

    def install_tests(self) -> None:
        """What only the tests import."""
        self._install(self.tests_lock)
        self._tests.write(self._tests_inputs())

    def _install(self, lock: Path) -> None:
        log = self.layout.log("python")
        pip = [self.python, "-m", "pip", "install", "--quiet"]
        try:
            run([*pip, UV], log=log, failure="uv could not be installed.")
            uv = self.layout.env / "bin" / "uv"
            run([uv, "pip", "install", "--python", self.python, "-r", lock], log=log, failure="uv failed.")
        except HostError:
            run(
                [*pip, "-r", lock],
                log=log,
                failure=f"The Python packages of {lock.name} could not be installed from PyPI.",
            )

    def _name_apps(self) -> None:
        """Link the checkout among the bench's apps and put both apps on the environment's path."""
        link = self.layout.bench / "apps" / APP
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(self.layout.checkout)
        site_packages = next(self.layout.env.glob("lib/python3.*/site-packages"))
        write_atomically(site_packages / "local_host_apps.pth", f"{self.layout.frappe}\n{link}\n")
