"""The one exception that a person is meant to read."""

from pathlib import Path


class HostError(Exception):
    """One sentence naming the cause, and the log file that holds the details where there is one."""

    def __init__(self, sentence: str, log: Path | None = None):
        super().__init__(sentence if log is None else f"{sentence} Details: {log}")
