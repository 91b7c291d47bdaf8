"""`./test`: each suite in a pytest of its own, on the local host or on a real bench.

Integration and browser tests run from the bench's `sites` and find their site in the environment:

SMS_TEST_SITE            name of the site; of several, separated by commas, each worker of pytest-xdist has one
SMS_TEST_SITES_PATH      the bench's `sites`, absolute
SMS_TEST_ADMIN_PASSWORD  the Administrator's password ("admin" unless the caller has set it)
"""

import contextlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from local_host import FRAPPE_NAME, browser, printing
from local_host.arguments import TestArguments
from local_host.bench import Bench
from local_host.console import Console
from local_host.errors import HostError
from local_host.host import Host, Work
from local_host.layout import Layout
from local_host.processes import run, run_visibly
from local_host.sites import BASE_PASSWORD, SitePlan

# Integration tests run side by side, each worker on a site of its own; the first serves the other suites.
SITES = {
    "mariadb": {"test.localhost": 1, "test-two.localhost": 4},
    "postgres": {"test-postgres.localhost": 3, "test-postgres-two.localhost": 5},
}
# A site under test runs no background jobs by itself.
SETTINGS = {"allow_tests": True, "pause_scheduler": 1}
ON_A_SITE = ("integration", "scale", "browser")
PRINTING = ("integration", "browser")
SIDE_BY_SIDE = ("integration", "browser")
# Modules by which the tools of tests/requirements.in are known to be there.
TOOLS = ("hypothesis", "importlinter", "playwright", "polib", "pytest", "pytest_timeout", "ruff", "xdist")
PER_TEST_SECONDS = 600
NOTHING_COLLECTED = 5


def real_bench(environment: Mapping[str, str]) -> tuple[Bench, str] | None:
    """The bench and site named in the environment, if both are."""
    root, site = environment.get("FRAPPE_BENCH"), environment.get("FRAPPE_SITE")
    if not root and not site:
        return None
    if not (root and site):
        raise HostError("FRAPPE_BENCH and FRAPPE_SITE go together: one of them is set, the other is not.")
    bench = Bench(Path(root).resolve())
    for needed in (bench.python, bench.sites / site / "site_config.json"):
        if not needed.exists():
            raise HostError(f"FRAPPE_BENCH and FRAPPE_SITE name no bench and site: {needed} does not exist.")
    return bench, site


def absolute_paths(words: Sequence[str], folder: Path) -> list[str]:
    """pytest's arguments with paths made absolute, as suites do not all run where the caller stands."""
    return [str(folder / word) if (folder / word.split("::")[0]).exists() else word for word in words]


def pytest_words(suite: Path, words: Sequence[str], workers: int = 1) -> list[str]:
    """The arguments of one suite's pytest: its folder, unless paths inside it are named; files go to `workers`."""
    named = any(word.startswith(f"{suite}{os.sep}") or word == str(suite) for word in words)
    spread = ["-n", str(workers), "--dist", "loadfile"] if workers > 1 else []
    return ["-ra", f"--timeout={PER_TEST_SECONDS}", *spread, *([] if named else [str(suite)]), *words]


def verdict(suite: str, code: int) -> str | None:
    """What is wrong with a suite, if anything."""
    if code == NOTHING_COLLECTED:
        return f"{suite}: no test was collected"
    return f"{suite}: failed" if code else None


class TestRun:
    __test__ = False

    def __init__(self, layout: Layout, console: Console, arguments: TestArguments):
        self.layout = layout
        self.console = console
        self.arguments = arguments
        self.words = absolute_paths(arguments.pytest, Path.cwd())
        self.failures: list[str] = []

    def run(self) -> None:
        """Run all suites asked for, even after a failure; then say which failed."""
        found = real_bench(os.environ)
        if found is not None:
            self._on_real_bench(*found)
        else:
            self._on_local_host()
        if self.failures:
            raise HostError("; ".join(self.failures) + ".")

    def _on_local_host(self) -> None:
        host = Host(self.layout, self.console, self.arguments.server)
        host.prepare_tools()
        self._suites_without_site(host.bench)
        if not self._asked_for(ON_A_SITE):
            return
        server = host.database.name
        plans = [SitePlan(name, number, SETTINGS, BASE_PASSWORD) for name, number in SITES[server].items()]
        with host.services(), contextlib.ExitStack() as ours:
            for plan in plans:
                ours.enter_context(host.site_to_ourselves(plan))
                self.console.title(f"{plan.name} on {FRAPPE_NAME}, {server}")
                host.prepare(Work(plan, fresh=True, with_tests=True))
            if self._asked_for(PRINTING) and not printing.obtain(self.layout.log("apt")):
                self.console.say("There is no wkhtmltopdf and apt has none: what a PDF looks like is not tested")
            self._suites_on_sites(host.bench, [plan.name for plan in plans])

    def _on_real_bench(self, bench: Bench, site: str) -> None:
        if self.arguments.server is not None:
            raise HostError("--db chooses the local host's database server; a real bench has its own.")
        self.console.title(f"{site} on the bench in {bench.root}")
        self._install_tools(bench)
        self._suites_without_site(bench)
        self._suites_on_sites(bench, [site])

    def _asked_for(self, suites: Sequence[str]) -> list[str]:
        return [suite for suite in suites if suite in self.arguments.suites]

    def _suites_without_site(self, bench: Bench) -> None:
        for suite in self._asked_for(("unit", "static")):
            self._run_suite(suite, bench, self.layout.checkout, bench.environment())

    def _suites_on_sites(self, bench: Bench, sites: Sequence[str]) -> None:
        for suite in self._asked_for(ON_A_SITE):
            used = sites if suite in SIDE_BY_SIDE else sites[:1]
            environment = bench.environment(SMS_TEST_SITE=",".join(used), SMS_TEST_SITES_PATH=str(bench.sites))
            environment.setdefault("SMS_TEST_ADMIN_PASSWORD", BASE_PASSWORD)
            if suite == "browser":
                browser.obtain(bench.python, self.layout.log("apt"))
            self._run_suite(suite, bench, bench.sites, environment, len(used))

    def _run_suite(
        self, suite: str, bench: Bench, folder: Path, environment: Mapping[str, str], workers: int = 1
    ) -> None:
        self.console.title(f"== {suite} ==")
        words = pytest_words(self.layout.checkout / "tests" / suite, self.words, workers)
        code = run_visibly([bench.python, "-m", "pytest", *words], cwd=folder, env=environment)
        if problem := verdict(suite, code):
            self.failures.append(problem)

    def _install_tools(self, bench: Bench) -> None:
        """Tools missing in a real bench's environment are added; what is there is left as it is."""
        script = f"import importlib.util as u; print(*[t for t in {TOOLS!r} if u.find_spec(t) is None])"
        answer = subprocess.run([bench.python, "-c", script], capture_output=True, text=True, check=True)
        missing = answer.stdout.split()
        if not missing:
            return
        self.console.say(f"Installing into the bench's environment what the tests need: {', '.join(missing)}")
        run(
            [bench.python, "-m", "pip", "install", "-r", self.layout.checkout / "tests" / "requirements.in"],
            log=self.layout.log("python"),
            failure="The test tools could not be installed into the bench's environment.",
        )
