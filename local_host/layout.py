"""Where everything of the local host lies: one ignored folder in the checkout, removable by deleting it."""

from dataclasses import dataclass
from pathlib import Path

APP = "sms_iso20000"


@dataclass(frozen=True)
class Layout:
    """Paths derived from the checkout's root; nothing is created here."""

    checkout: Path

    @property
    def host(self) -> Path:
        return self.checkout / ".host"

    @property
    def bench(self) -> Path:
        """Laid out like a real bench (apps, env, sites), so that both are used in the same way."""
        return self.host / "bench"

    @property
    def frappe(self) -> Path:
        """What `import frappe` finds on a real bench under apps/frappe."""
        return self.bench / "apps" / "frappe"

    @property
    def env(self) -> Path:
        return self.bench / "env"

    @property
    def sites(self) -> Path:
        return self.bench / "sites"

    @property
    def logs(self) -> Path:
        return self.host / "logs"

    @property
    def state(self) -> Path:
        """Stamps, ports, passwords and locks."""
        return self.host / "state"

    @property
    def data(self) -> Path:
        """One folder per server."""
        return self.host / "data"

    @property
    def dumps(self) -> Path:
        return self.host / "dumps"

    @property
    def tools(self) -> Path:
        """Programs that came from PyPI because the machine lacks them."""
        return self.host / "tools"

    @property
    def commands(self) -> Path:
        """Database clients under the names Frappe calls them by; first on the PATH of every Frappe command."""
        return self.host / "commands"

    @property
    def bytecode(self) -> Path:
        """Compiled Python, kept out of the checkout and of Frappe's tree."""
        return self.host / "bytecode"

    @property
    def desk(self) -> Path:
        """npm packages of the Desk."""
        return self.host / "desk"

    @property
    def app_package(self) -> Path:
        return self.checkout / APP

    @property
    def own_code(self) -> Path:
        return self.checkout / "local_host"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def make(self) -> None:
        """Create the folders that every step may count on."""
        for folder in (self.logs, self.state, self.data, self.dumps, self.tools, self.commands, self.bench / "apps"):
            folder.mkdir(parents=True, exist_ok=True)
        # Frappe's own log files; it expects the folder beside sites/.
        for folder in (self.sites, self.bench / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
