"""Reads the file of service management processes that every new system starts with. Pure Python, no Frappe."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sms_iso20000.catalogue.reader import HERE, MalformedCatalogue, Text, read_content


@dataclass(frozen=True)
class ShippedProcess:
    """A process by the clause it answers; the purpose is in words of our own."""

    clause: str
    title: Text
    purpose: Text


def read_processes(path: str | Path) -> tuple[ShippedProcess, ...]:
    """Answers the processes in the file at `path`, in the order of the standard.

    Raises MalformedCatalogue for content that must not be used, OSError for a file that cannot be opened.
    """
    path = Path(path)
    entries = read_content(path, "processes.schema.json")["processes"]
    clause, times = Counter(entry["clause"] for entry in entries).most_common(1)[0]
    if times > 1:
        raise MalformedCatalogue("duplicate_id", {"file": path.name, "id": clause})
    return tuple(ShippedProcess(entry["clause"], Text(**entry["title"]), Text(**entry["purpose"])) for entry in entries)


@cache
def shipped_processes() -> tuple[ShippedProcess, ...]:
    """Answers the 14 processes of the 2011 edition, clauses 5 to 9."""
    return read_processes(HERE / "processes_2011.yaml")
