"""Runs steps that depend on one another, side by side where they do not, and leaves out those already done."""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from local_host.console import Console


def never() -> bool:
    return False


@dataclass(frozen=True)
class Step:
    """One piece of work. `done` is asked once all needed steps are done; if it says yes, the step is left out."""

    name: str
    title: str
    action: Callable[[], None]
    needs: tuple[str, ...] = ()
    done: Callable[[], bool] = never


def ready(steps: Iterable[Step], started: set[str], finished: set[str]) -> list[Step]:
    """Steps not yet started whose needs are all met."""
    return [step for step in steps if step.name not in started and finished.issuperset(step.needs)]


def run_steps(steps: Sequence[Step], console: Console) -> None:
    """Run all steps; after a failure nothing new is started, and the first failure is raised.

    The threads are daemons: an interrupted or failed command ends without waiting for them.
    """
    results: queue.Queue[tuple[Step, BaseException | None]] = queue.Queue()
    started: set[str] = set()
    finished: set[str] = set()
    while len(finished) < len(steps):
        for step in ready(steps, started, finished):
            started.add(step.name)
            threading.Thread(target=_perform, args=(step, console, results), daemon=True).start()
        if started == finished:
            raise ValueError("Some steps wait for each other or for a step that does not exist.")
        step, failure = results.get()
        if failure is not None:
            raise failure
        finished.add(step.name)


def _perform(step: Step, console: Console, results: queue.Queue) -> None:
    try:
        if not step.done():
            console.say(f"{step.title} …")
            begun = time.monotonic()
            step.action()
            console.say(f"{step.title}: done in {time.monotonic() - begun:.0f} s")
    except BaseException as failure:  # handed to the thread that waits
        results.put((step, failure))
    else:
        results.put((step, None))
