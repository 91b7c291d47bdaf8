"""What several checks ask of the services of a system."""

from collections.abc import Iterable

from sms_iso20000.governance.services import SERVICE

TITLES_NAMED = 3


def of(rows: Iterable[dict]) -> list[tuple[str, str]]:
    return [(SERVICE, row.name) for row in rows]


def titles(rows: list[dict]) -> str:
    """Which services are meant; the first few by title."""
    named = [row.title for row in rows]
    return ", ".join(named[:TITLES_NAMED]) + (" …" if len(named) > TITLES_NAMED else "")
