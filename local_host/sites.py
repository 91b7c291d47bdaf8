"""Sites of the local host: made from dumps, so that a fresh one takes seconds.

Two dumps are kept per database server: Frappe alone ("base"), which changes with the host only, and Frappe with
the app just installed ("app"), which changes with the app's files.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from local_host.bench import Bench
from local_host.layout import APP, Layout
from local_host.passwords import Passwords
from local_host.ports import LOOPBACK
from local_host.processes import run
from local_host.services.database import Database
from local_host.services.redis import Redis
from local_host.stamps import Stamp, digest, read_json, tree_digest, write_json

BASE_SITE = "base.localhost"
BASE_REDIS = 9
# Never served under this one but as a site under test.
BASE_PASSWORD = "admin"
WIZARD = "frappe.desk.page.setup_wizard.setup_wizard.setup_complete"
# What the set-up wizard would ask; neither user nor company, which are the app's or the person's affair.
WIZARD_ANSWERS = {
    "language": "English",
    "country": "United Kingdom",
    "timezone": "Europe/London",
    "currency": "GBP",
}
SETTINGS = "System Settings"
TOURS_OFF = {"doctype": SETTINGS, "name": SETTINGS, "fieldname": "enable_onboarding", "value": 0}
SITE_FOLDERS = ("private/files", "private/backups", "public/files", "locks", "logs", "task-logs")
# Served as they are, so that a change needs no migration.
NOT_MIGRATED = ("public",)


@dataclass(frozen=True)
class SitePlan:
    """One site of the host, the number of its Redis database, and what its configuration holds beside the usual."""

    name: str
    redis_number: int
    settings: dict
    password: str

    @property
    def database(self) -> str:
        return database_name(self.name)


def database_name(site: str) -> str:
    """Name of a site's database and database user: its own name, in what both servers take unquoted."""
    return "".join(letter if letter.isalnum() else "_" for letter in site.lower())


def common_config(redis_url: str) -> dict:
    """Configuration of all sites. Mail is muted: nothing leaves this machine."""
    return {
        "db_host": LOOPBACK,
        "developer_mode": 0,
        "mute_emails": 1,
        "redis_cache": redis_url,
        "redis_queue": redis_url,
        "redis_socketio": redis_url,
    }


def site_config(known: dict, plan: SitePlan, server: str, port: int, password: str, redis_url: str) -> dict:
    """Configuration of one site: what Frappe itself wrote is kept, what the host decides is set anew."""
    return {
        **known,
        "db_type": server,
        "db_name": plan.database,
        "db_password": password,
        "db_host": LOOPBACK,
        "db_port": port,
        "redis_cache": redis_url,
        "redis_queue": redis_url,
        "redis_socketio": redis_url,
        **plan.settings,
    }


class Sites:
    """Makes, refreshes and removes sites on one database server."""

    def __init__(self, layout: Layout, bench: Bench, database: Database, redis: Redis, host_inputs: str):
        self.layout = layout
        self.bench = bench
        self.database = database
        self.redis = redis
        self.log = layout.log(f"site-{database.name}")
        self._passwords = Passwords(layout.state / "passwords.json")
        # How the base is made stands in this file.
        self._base_inputs = digest(host_inputs, Path(__file__).read_text())
        self._base_stamp = Stamp(layout.state / f"base-{database.name}.json")
        self._app_stamp = Stamp(layout.state / f"app-{database.name}.json")

    def app_inputs(self) -> str:
        return digest(self._base_inputs, tree_digest(self.layout.app_package, NOT_MIGRATED))

    def write_common_config(self) -> None:
        """List the apps and tell all sites where Redis is."""
        (self.layout.sites / "apps.txt").write_text(f"frappe\n{APP}\n")
        file = self.layout.sites / "common_site_config.json"
        write_json(file, {**read_json(file), **common_config(self.redis.url(0))})

    def configured(self) -> bool:
        """Whether the apps are listed and all sites know where Redis is."""
        listed = self.layout.sites / "apps.txt"
        config = read_json(self.layout.sites / "common_site_config.json")
        return listed.exists() and config.items() >= common_config(self.redis.url(0)).items()

    def base_up_to_date(self) -> bool:
        return self._base_stamp.matches(self._base_inputs) and self._base_dump.exists()

    def make_base(self) -> None:
        """Make a site of Frappe alone, answer its set-up wizard, keep its dump and remove it."""
        self._base_stamp.clear()
        plan = SitePlan(BASE_SITE, BASE_REDIS, {}, BASE_PASSWORD)
        self._remove(plan)
        self.redis.empty(plan.redis_number)
        self._frappe(
            "new-site", plan.name, "--db-type", self.database.name, "--db-name", plan.database,
            "--db-host", LOOPBACK, "--db-port", str(self.database.port),
            "--db-root-username", self.database.root, "--db-root-password", self.database.root_password,
            "--admin-password", plan.password, *self._new_site_options(),
            failure="Frappe could not make a new site.",
        )  # fmt: skip
        failure = "Frappe's set-up wizard could not be answered."
        self._execute(plan, WIZARD, {"args": WIZARD_ANSWERS}, failure)
        # Frappe's guided tours would stand in front of every page.
        failure = "Frappe's guided tours could not be switched off."
        self._execute(plan, "frappe.client.set_value", TOURS_OFF, failure)
        self._dump(plan, self._base_dump)
        self._remove(plan)
        self._base_stamp.write(self._base_inputs)

    def make_fresh(self, plan: SitePlan) -> None:
        """The site with the app just installed and nothing else in it, in place of any of that name."""
        self._stamp(plan).clear()
        inputs = self.app_inputs()
        self._remove(plan)
        if self._app_stamp.matches(inputs) and self._app_dump.exists():
            self._create(plan, self._app_dump)
        else:
            self._app_stamp.clear()
            self._create(plan, self._base_dump)
            self._frappe(
                "--site", plan.name, "install-app", APP,
                failure=f"The app could not be installed on {plan.name}.",
            )  # fmt: skip
            self._dump(plan, self._app_dump)
            self._app_stamp.write(inputs)
        if plan.password != BASE_PASSWORD:
            self._set_password(plan)
        self._stamp(plan).write(inputs)

    def make_current(self, plan: SitePlan) -> None:
        """The site as it was left, migrated if the app's files changed; a fresh one if there is no whole one."""
        if not (self._stamp(plan).path.exists() and self._is_whole(plan)):
            self.make_fresh(plan)
            return
        self._configure(plan)
        inputs = self.app_inputs()
        if not self._stamp(plan).matches(inputs):
            self.redis.empty(plan.redis_number)
            self._frappe(
                "--site", plan.name, "migrate",
                failure=f"{plan.name} could not be migrated to the app's present state.",
            )  # fmt: skip
            self._stamp(plan).write(inputs)

    def is_current(self, plan: SitePlan) -> bool:
        """Whether `make_current` would change nothing."""
        configured = read_json(self._config_file(plan)) == self._config(plan)
        return configured and self._stamp(plan).matches(self.app_inputs()) and self._is_whole(plan)

    @property
    def _base_dump(self) -> Path:
        return self.layout.dumps / f"base-{self.database.name}.sql"

    @property
    def _app_dump(self) -> Path:
        return self.layout.dumps / f"app-{self.database.name}.sql"

    def _stamp(self, plan: SitePlan) -> Stamp:
        return Stamp(self.layout.state / f"site-{plan.name}.json")

    def _is_whole(self, plan: SitePlan) -> bool:
        return self._config_file(plan).exists() and self.database.exists(plan.database)

    def _config_file(self, plan: SitePlan) -> Path:
        return self.layout.sites / plan.name / "site_config.json"

    def _new_site_options(self) -> list[str]:
        return ["--no-mariadb-socket"] if self.database.name == "mariadb" else []

    def _create(self, plan: SitePlan, dump: Path) -> None:
        """Folders, configuration and a database filled from a dump; Redis forgets the site's former life."""
        for folder in SITE_FOLDERS:
            (self.layout.sites / plan.name / folder).mkdir(parents=True, exist_ok=True)
        password = self._database_password(plan)
        self.database.create(plan.database, password)
        self.database.load(plan.database, password, dump)
        self._configure(plan)
        self.redis.empty(plan.redis_number)

    def _config(self, plan: SitePlan) -> dict:
        return site_config(
            read_json(self._config_file(plan)),
            plan,
            self.database.name,
            self.database.port,
            self._database_password(plan),
            self.redis.url(plan.redis_number),
        )

    def _configure(self, plan: SitePlan) -> None:
        write_json(self._config_file(plan), self._config(plan), mode=0o600)

    def _database_password(self, plan: SitePlan) -> str:
        return self._passwords.get(f"{plan.name} database")

    def _set_password(self, plan: SitePlan) -> None:
        self._frappe(
            "--site", plan.name, "set-admin-password", plan.password,
            failure=f"The Administrator's password of {plan.name} could not be set.",
        )  # fmt: skip

    def _remove(self, plan: SitePlan) -> None:
        self.database.drop(plan.database)
        shutil.rmtree(self.layout.sites / plan.name, ignore_errors=True)

    def _dump(self, plan: SitePlan, file: Path) -> None:
        draft = file.with_suffix(".part")
        self.database.dump(plan.database, draft)
        draft.replace(file)

    def _execute(self, plan: SitePlan, function: str, arguments: dict, failure: str) -> None:
        """Call one function of Frappe's on a site, and commit."""
        self._frappe("--site", plan.name, "execute", function, "--kwargs", repr(arguments), failure=failure)

    def _frappe(self, *words: str, failure: str) -> None:
        run(
            self.bench.frappe(*words),
            cwd=self.bench.sites,
            env=self.bench.environment(),
            log=self.log,
            failure=failure,
        )
