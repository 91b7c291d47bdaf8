"""File locks between runs on one host. The kernel releases them however a run ends."""

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def exclusive(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold a lock alone; call `waiting` once if another run holds it."""
    with _open(path) as file:
        if not _try(file, fcntl.LOCK_EX):
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def shared(path: Path, last_one_out: Callable[[], None]) -> Iterator[None]:
    """Hold a lock together with other runs; the last one to leave calls `last_one_out` before anyone can enter."""
    with _open(path) as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        try:
            yield
        finally:
            if _try(file, fcntl.LOCK_EX):
                last_one_out()


def _open(path: Path):
    path.parent.mkdir(parents=True, exist_ok=True)
    return open(path, "a")


def _try(file, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
