"""Life of one server that several runs on this host share: started once, found again, stopped by the last run."""

import contextlib
import signal
import time
from abc import ABC, abstractmethod
from pathlib import Path

from local_host.errors import HostError
from local_host.layout import Layout
from local_host.ports import Ports
from local_host.processes import ask_to_end, start_daemon, works_in

START_PATIENCE_SECONDS = 90
STOP_PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.1


class Daemon(ABC):
    """A server whose working folder is its data folder, by which it is recognised as ours."""

    name: str
    stop_request = signal.SIGTERM

    def __init__(self, layout: Layout):
        self.layout = layout
        self.log = layout.log(self.name)
        self._ports = Ports(layout.state / f"port-{self.name}.json")
        self._pid_file = layout.state / f"{self.name}.pid"

    @property
    def data(self) -> Path:
        return self.layout.data / self.name

    @property
    def port(self) -> int:
        return self._ports.known(self.name)

    @abstractmethod
    def command(self, port: int) -> list[str | Path]:
        """The program and its arguments."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server does its work."""

    def prepare_data(self) -> None:
        """Make the data folder; called before every start."""
        self.data.mkdir(parents=True, exist_ok=True)

    def pid(self) -> int | None:
        """Id of the running server, if it runs."""
        with contextlib.suppress(OSError, ValueError):
            pid = int(self._pid_file.read_text())
            if works_in(pid, self.data):
                return pid
        return None

    def start(self) -> None:
        """Start the server unless it runs already, and wait until it answers."""
        if self.pid() is None:
            self.prepare_data()
            port = self._ports.choose(self.name)
            start_daemon(self.command(port), folder=self.data, pid_file=self._pid_file, log=self.log)
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Stop the server in order, and by force if it does not listen."""
        for request in (self.stop_request, signal.SIGKILL):
            pid = self.pid()
            if pid is None:
                break
            ask_to_end(pid, request)
            deadline = time.monotonic() + STOP_PATIENCE_SECONDS
            while self.pid() is not None and time.monotonic() < deadline:
                time.sleep(PAUSE_SECONDS)
        self._pid_file.unlink(missing_ok=True)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self.answers():
                return
            if self.pid() is None:
                raise HostError(f"{self.name} ended as soon as it was started.", self.log)
            time.sleep(PAUSE_SECONDS)
        raise HostError(f"{self.name} did not answer within {START_PATIENCE_SECONDS} seconds.", self.log)
