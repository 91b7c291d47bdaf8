"""MariaDB, what benches run: a private server from Debian's packages without their system service."""

import os
import shutil
import subprocess
from pathlib import Path

from local_host import apt
from local_host.errors import HostError
from local_host.ports import LOOPBACK
from local_host.processes import run
from local_host.services.database import Database
from local_host.stamps import write_atomically

# Programs only: the package mariadb-server would start a server of its own. Older releases number their packages.
PACKAGES = (("mariadb-server-core", "mariadb-client"), ("mariadb-server-core-10.6", "mariadb-client-10.6"))
PROGRAMS = ("mariadbd", "mariadb-install-db", "mariadb", "mariadb-dump")
# The names by which Frappe calls the clients; newer packages no longer bring them.
CLIENT_NAMES = {"mysql": "mariadb", "mysqldump": "mariadb-dump"}
# Outside an ordinary user's path on Debian.
SYSTEM_FOLDERS = "/usr/sbin:/usr/local/sbin"


def program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:{SYSTEM_FOLDERS}")


def obtainable() -> bool:
    """Whether MariaDB's programs are here, or can be brought here."""
    return all(program(name) for name in PROGRAMS) or apt.usable()


class MariaDB(Database):
    name = "mariadb"
    root = "root"

    def install(self) -> None:
        if not all(program(name) for name in PROGRAMS):
            if not apt.usable():
                raise HostError("MariaDB is not installed, and only root can install it; try --db postgres.")
            apt.install(PACKAGES, self.layout.log("apt"))
        for name, client in CLIENT_NAMES.items():
            link = self.layout.commands / name
            link.unlink(missing_ok=True)
            link.symlink_to(program(client))

    def prepare_data(self) -> None:
        if not self.data.exists():
            draft = self.data.with_name(f"{self.name}.part")
            shutil.rmtree(draft, ignore_errors=True)
            run(
                [
                    program("mariadb-install-db"), "--no-defaults", *self._as_user(), f"--datadir={draft}",
                    "--auth-root-authentication-method=normal", "--skip-test-db",
                ],
                log=self.log,
                failure="MariaDB's data folder could not be made.",
            )  # fmt: skip
            draft.rename(self.data)
        self._temporary.mkdir(exist_ok=True)
        # Read at every start, so that the password holds even if the first start was cut short.
        write_atomically(
            self._init_file,
            f"""CREATE USER IF NOT EXISTS 'root'@'{LOOPBACK}';
GRANT ALL PRIVILEGES ON *.* TO 'root'@'{LOOPBACK}' WITH GRANT OPTION;
ALTER USER 'root'@'{LOOPBACK}' IDENTIFIED BY '{self.root_password}';
ALTER USER 'root'@'localhost' IDENTIFIED BY '{self.root_password}';
""",
            mode=0o600,
        )

    def command(self, port: int) -> list[str | Path]:
        return [
            program("mariadbd"), "--no-defaults", *self._as_user(), f"--datadir={self.data}", f"--port={port}",
            f"--bind-address={LOOPBACK}", "--skip-name-resolve", f"--init-file={self._init_file}",
            # A server that starts clears its folder for temporary tables, whoever else uses that.
            f"--tmpdir={self._temporary}",
            # Relative to the data folder, so that no checkout's path is too long for a socket.
            "--socket=mariadb.sock", "--pid-file=mariadb.pid",
            "--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci",
            # Frappe expects the isolation that MariaDB had before 11.6.
            "--loose-innodb-snapshot-isolation=OFF",
            "--skip-log-bin", "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=256M",
            "--max-allowed-packet=256M",
        ]  # fmt: skip

    def answers(self) -> bool:
        return self._client("SELECT 1").returncode == 0

    def create(self, name: str, password: str) -> None:
        self.drop(name)
        self._sql(
            f"CREATE DATABASE `{name}`; CREATE USER '{name}'@'%' IDENTIFIED BY '{password}';"
            f"GRANT ALL PRIVILEGES ON `{name}`.* TO '{name}'@'%'; FLUSH PRIVILEGES"
        )

    def drop(self, name: str) -> None:
        self._sql(f"DROP DATABASE IF EXISTS `{name}`; DROP USER IF EXISTS '{name}'@'%'")

    def exists(self, name: str) -> bool:
        return bool(self._sql(f"SHOW DATABASES LIKE '{name}'"))

    def dump(self, name: str, file: Path) -> None:
        run(
            [program("mariadb-dump"), *self._access(), "--single-transaction", "--routines", name],
            env=self._with_password(),
            stdout=file,
            log=self.log,
            failure=f"The database {name} could not be dumped.",
        )

    def load(self, name: str, password: str, file: Path) -> None:
        run(
            [program("mariadb"), *self._access(), name],
            env=self._with_password(),
            stdin=file,
            log=self.log,
            failure=f"The database {name} could not be filled.",
        )

    @property
    def _init_file(self) -> Path:
        return self.layout.state / "mariadb-init.sql"

    @property
    def _temporary(self) -> Path:
        return self.data.with_name(f"{self.name}-temporary")

    def _as_user(self) -> list[str]:
        """MariaDB runs as root only when told to."""
        return ["--user=root"] if os.geteuid() == 0 else []

    def _access(self) -> list[str]:
        return ["--no-defaults", f"--host={LOOPBACK}", f"--port={self.port}", f"--user={self.root}"]

    def _with_password(self) -> dict[str, str]:
        return {**os.environ, "MYSQL_PWD": self.root_password}

    def _client(self, sql: str) -> subprocess.CompletedProcess:
        command = [program("mariadb"), *self._access(), "--batch", "--skip-column-names"]
        return subprocess.run(command, input=sql, env=self._with_password(), capture_output=True, text=True)

    def _sql(self, sql: str) -> str:
        answer = self._client(sql)
        if answer.returncode:
            raise HostError(f"MariaDB refused a statement: {answer.stderr.strip()}", self.log)
        return answer.stdout.strip()
