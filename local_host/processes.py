"""Starting programs: to their end with a log, or as children that end when we do."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from local_host.errors import HostError
from local_host.stamps import write_atomically

Command = Sequence[str | Path]

PATIENCE_SECONDS = 10

_children: set[subprocess.Popen] = set()
_children_lock = threading.Lock()
_ending = threading.Event()


def bound_to_us(command: Command) -> list[str]:
    """The command, killed by the kernel should we die without a chance to stop it (where util-linux has setpriv)."""
    words = [str(word) for word in command]
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--", *words] if setpriv else words


def without_passwords(command: Command) -> list[str]:
    """The command as it may stand in a log: what follows a word that speaks of a password is hidden."""
    words = [str(word) for word in command]
    shown = []
    for before, word in zip(["", *words], words, strict=False):
        secret = before == "set-admin-password" or (before.startswith("--") and "password" in before)
        shown.append("***" if secret else word)
    return shown


def start_child(command: Command, **options) -> subprocess.Popen:
    """Start a child that never outlives us."""
    with _children_lock:
        if _ending.is_set():
            raise HostError("This run is ending; nothing more is started.")
        child = subprocess.Popen(bound_to_us(command), stdin=options.pop("stdin", subprocess.DEVNULL), **options)
        _children.add(child)
    return child


def forget_child(child: subprocess.Popen) -> None:
    with _children_lock:
        _children.discard(child)


def stop_child(child: subprocess.Popen) -> None:
    """Ask a child to end, then insist."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    forget_child(child)


def stop_children() -> None:
    """End every child still running and let none be started any more: the run is cut short."""
    _ending.set()
    with _children_lock:
        children = list(_children)
    for child in children:
        stop_child(child)


def run(
    command: Command,
    *,
    log: Path,
    failure: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: Path | None = None,
    stdout: Path | None = None,
) -> None:
    """Run a program to its end; its output goes to the log, or to stdout where a file is given for it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        log_file = stack.enter_context(open(log, "ab"))
        log_file.write(f"\n$ {' '.join(without_passwords(command))}\n".encode())
        log_file.flush()
        child = start_child(
            command,
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=stack.enter_context(open(stdin, "rb")) if stdin else subprocess.DEVNULL,
            stdout=stack.enter_context(open(stdout, "wb")) if stdout else log_file,
            stderr=log_file,
        )
        code = child.wait()
        forget_child(child)
    if code:
        raise HostError(failure, log)


def run_visibly(command: Command, *, cwd: Path, env: Mapping[str, str]) -> int:
    """Run a program whose output is for the person at the terminal; returns its exit code.

    Ctrl-C reaches the program as well: it is given time to end in order.
    """
    child = start_child(command, cwd=cwd, env=dict(env))
    try:
        return child.wait()
    except KeyboardInterrupt:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(PATIENCE_SECONDS)
        raise
    finally:
        stop_child(child)


# The service notes its own id before it becomes the program, so that no interruption can leave it unknown.
NOTE_ID_THEN_BECOME = 'echo $$ > "$0" && exec "$@"'


def start_daemon(command: Command, *, folder: Path, pid_file: Path, log: Path) -> None:
    """Start a service that several runs share, so that it must outlive the one that started it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as log_file:
        service = subprocess.Popen(
            ["sh", "-c", NOTE_ID_THEN_BECOME, str(pid_file), *(str(word) for word in command)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log_file,
            stderr=log_file,
            start_new_session=True,
        )
    write_atomically(pid_file, str(service.pid))


def works_in(pid: int, folder: Path) -> bool:
    """Whether a live process with this id works in folder.

    Our services work in their own data folders, so a recycled id, a zombie and a stranger are all told apart.
    """
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == folder.resolve()
    except OSError:
        return False


def ask_to_end(pid: int, request: signal.Signals = signal.SIGTERM) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, request)
