"""python -m local_host COMMAND: what `./demo`, `./test` and `.ci/run` call."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from local_host.arguments import parse_demo, parse_test
from local_host.console import Console
from local_host.demo import Demo
from local_host.errors import HostError
from local_host.host import Host
from local_host.layout import Layout
from local_host.processes import stop_children
from local_host.testing import TestRun

INTERRUPTED = 130


def demo(layout: Layout, console: Console, words: Sequence[str]) -> None:
    Demo(layout, console, parse_demo(words)).run()


def test(layout: Layout, console: Console, words: Sequence[str]) -> None:
    TestRun(layout, console, parse_test(words)).run()


def tools(layout: Layout, console: Console, words: Sequence[str]) -> None:
    """Only what the linters and the tests without a site need."""
    Host(layout, console).prepare_tools()


COMMANDS = {"demo": demo, "test": test, "tools": tools}


def interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main(command: str, words: Sequence[str]) -> int:
    console = Console()
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
            signal.signal(number, interrupt)
    try:
        COMMANDS[command](Layout(Path(__file__).resolve().parent.parent), console, words)
    except (HostError, OSError) as failure:
        stop_children()
        console.error(str(failure))
        return 1
    except KeyboardInterrupt:
        stop_children()
        console.title("Stopped.")
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
