"""What a site needs from a database server, whichever it is."""

from abc import abstractmethod
from pathlib import Path

from local_host.layout import Layout
from local_host.passwords import Passwords
from local_host.services.daemon import Daemon

# Of the sites' own databases; their users have the same names.
PASSWORD_OF_ROOT = "database root"


class Database(Daemon):
    root: str

    def __init__(self, layout: Layout):
        super().__init__(layout)
        self.passwords = Passwords(layout.state / "passwords.json")

    @property
    def root_password(self) -> str:
        return self.passwords.get(PASSWORD_OF_ROOT)

    @abstractmethod
    def install(self) -> None:
        """Make sure that the server's programs are on this machine."""

    @abstractmethod
    def create(self, name: str, password: str) -> None:
        """An empty database and its user, in place of any of that name."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Remove a database and its user, if they exist."""

    @abstractmethod
    def exists(self, name: str) -> bool:
        """Whether there is a database of that name."""

    @abstractmethod
    def dump(self, name: str, file: Path) -> None:
        """Write a database to a file, as SQL."""

    @abstractmethod
    def load(self, name: str, password: str, file: Path) -> None:
        """Fill an empty database from a file."""
