"""Loopback ports: the one used last time where it is still free, else any free one."""

import socket
from collections.abc import Callable
from pathlib import Path

from local_host.stamps import read_json, write_json

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def choose_port(
    preferred: int | None, free: Callable[[int], bool] = is_free, other: Callable[[], int] = any_free_port
) -> int:
    """The preferred port if there is one and it is free, else another."""
    if preferred is not None and free(preferred):
        return preferred
    return other()


class Ports:
    """The ports of this host, remembered so that addresses stay the same from run to run."""

    def __init__(self, file: Path):
        self.file = file

    def known(self, name: str) -> int | None:
        return read_json(self.file).get(name)

    def choose(self, name: str, first_choice: int | None = None) -> int:
        """Choose and remember a port for a service about to start."""
        port = choose_port(self.known(name) or first_choice)
        write_json(self.file, {**read_json(self.file), name: port})
        return port
