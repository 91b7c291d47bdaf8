"""What a person sees while the host works: each step with the time since the command was started."""

import sys
import threading
import time


class Console:
    def __init__(self):
        self._started = time.monotonic()
        self._one_at_a_time = threading.Lock()

    def say(self, text: str) -> None:
        """One line, with the elapsed time before it."""
        with self._one_at_a_time:
            print(f"[{elapsed(time.monotonic() - self._started)}] {text}", flush=True)

    def title(self, text: str) -> None:
        """A line that stands apart."""
        with self._one_at_a_time:
            print(f"\n{text}", flush=True)

    def error(self, text: str) -> None:
        with self._one_at_a_time:
            print(f"error: {text}", file=sys.stderr, flush=True)


def elapsed(seconds: float) -> str:
    """Minutes and seconds, as 2:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
