"""PostgreSQL from PyPI: for machines without MariaDB and without root, and to prove the app on a second database."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from local_host.errors import HostError
from local_host.layout import Layout
from local_host.ports import LOOPBACK
from local_host.processes import Command, run, works_in
from local_host.pypi_programs import program_folder
from local_host.services.database import Database
from local_host.stamps import read_json, write_atomically, write_json

REQUIREMENT = "pgserver==0.1.4"
CLIENTS = ("psql", "pg_dump")
# PostgreSQL refuses to run as root; as root, it runs as this user.
OTHER_USER = "nobody"


def open_to_all(folder: Path) -> bool:
    """Whether every user may pass through the folder and those above it."""
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


class Postgres(Database):
    name = "postgres"
    root = "postgres"
    # "Fast": end sessions and shut down in order.
    stop_request = signal.SIGINT

    def __init__(self, layout: Layout, python: Path):
        super().__init__(layout)
        self._python = python
        self._note = layout.state / "postgres-home.json"

    @property
    def data(self) -> Path:
        return self._home / "postgres"

    def install(self) -> None:
        folder = program_folder(self.layout, REQUIREMENT, self._python)
        self._move_out_if_needed()
        if self._home != self.layout.data and not self._programs.exists():
            draft = self._home / "programs.part"
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(folder, draft)
            draft.rename(self._home / "programs")
        for name in CLIENTS:
            link = self.layout.commands / name
            link.unlink(missing_ok=True)
            link.symlink_to(self._programs / name)

    def prepare_data(self) -> None:
        if not self.data.exists():
            draft = self.data.with_name(f"{self.name}.part")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            password_file = self._home / "postgres-password.part"
            write_atomically(password_file, self.root_password, mode=0o600)
            if os.geteuid() == 0:
                user = pwd.getpwnam(OTHER_USER)
                for path in (draft, password_file):
                    os.chown(path, user.pw_uid, user.pw_gid)
            run(
                self._as_user(
                    [
                        self._programs / "initdb", "--pgdata", draft, "--username", self.root, "--encoding=UTF8",
                        "--locale=C.UTF-8", "--auth=scram-sha-256", "--pwfile", password_file,
                    ]
                ),
                cwd=self._home,
                log=self.log,
                failure="PostgreSQL's data folder could not be made.",
            )  # fmt: skip
            password_file.unlink()
            draft.rename(self.data)
        self._forget_stranger()

    def command(self, port: int) -> list[str | Path]:
        return self._as_user(
            [
                self._programs / "postgres", "-D", self.data, "-p", str(port), "-c", f"listen_addresses={LOOPBACK}",
                "-c", "unix_socket_directories=", "-c", "synchronous_commit=off", "-c", "shared_buffers=256MB",
            ]
        )  # fmt: skip

    def start(self) -> None:
        super().start()
        # Since PostgreSQL 15 ordinary users may create nothing in "public"; Frappe does.
        self._sql("template1", "GRANT ALL ON SCHEMA public TO public")

    def answers(self) -> bool:
        return self._client(self.root, "SELECT 1").returncode == 0

    def create(self, name: str, password: str) -> None:
        self.drop(name)
        self._sql(self.root, f"CREATE USER \"{name}\" PASSWORD '{password}'")
        self._sql(self.root, f'CREATE DATABASE "{name}" OWNER "{name}"')

    def drop(self, name: str) -> None:
        self._sql(self.root, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._sql(self.root, f'DROP USER IF EXISTS "{name}"')

    def exists(self, name: str) -> bool:
        return bool(self._sql(self.root, f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def dump(self, name: str, file: Path) -> None:
        run(
            [self._programs / "pg_dump", *self._access(self.root), "--no-owner", "--no-privileges", name],
            env=self._with_password(self.root_password),
            stdout=file,
            log=self.log,
            failure=f"The database {name} could not be dumped.",
        )

    def load(self, name: str, password: str, file: Path) -> None:
        run(
            [self._programs / "psql", *self._access(name), "--set", "ON_ERROR_STOP=1", "--file", file, name],
            env=self._with_password(password),
            log=self.log,
            failure=f"The database {name} could not be filled.",
        )

    @property
    def _programs(self) -> Path:
        own = self.layout.tools / "pgserver" if self._home == self.layout.data else self._home / "programs"
        return own / "pgserver" / "pginstall" / "bin"

    @property
    def _home(self) -> Path:
        """The host's folder for data, or the one chosen instead of it."""
        home = Path(read_json(self._note).get("folder", ""))
        return home if home.is_absolute() and home.is_dir() else self.layout.data

    def _move_out_if_needed(self) -> None:
        """As root, in a checkout closed to other users, programs and data go to a folder of their own elsewhere."""
        if os.geteuid() == 0 and self._home == self.layout.data and not open_to_all(self.layout.data):
            home = Path(tempfile.mkdtemp(prefix="sms-host-", dir="/var/tmp"))
            home.chmod(0o755)
            write_json(self._note, {"folder": str(home)})

    def _forget_stranger(self) -> None:
        """Remove the lock of a server that was killed, if its process id belongs to someone else by now."""
        lock = self.data / "postmaster.pid"
        if lock.exists():
            words = lock.read_text().split()
            if not (words and works_in(int(words[0]), self.data)):
                lock.unlink()

    def _as_user(self, command: Command) -> list[str | Path]:
        if os.geteuid() != 0:
            return list(command)
        user = pwd.getpwnam(OTHER_USER)
        identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        return ["setpriv", *identity, "--", *command]

    def _access(self, user: str) -> list[str]:
        return ["--host", LOOPBACK, "--port", str(self.port), "--username", user]

    def _with_password(self, password: str) -> dict[str, str]:
        return {**os.environ, "PGPASSWORD": password}

    def _client(self, database: str, sql: str) -> subprocess.CompletedProcess:
        options = ["--no-psqlrc", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]
        command = [self._programs / "psql", *self._access(self.root), *options, "--command", sql, database]
        environment = self._with_password(self.root_password)
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    def _sql(self, database: str, sql: str) -> str:
        answer = self._client(database, sql)
        if answer.returncode:
            raise HostError(f"PostgreSQL refused a statement: {answer.stderr.strip()}", self.log)
        return answer.stdout.strip()
