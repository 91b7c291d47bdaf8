"""What a management review is told, topic by topic, from live records as of a cut-off date (4.5.4.3).

Each topic has a module with two functions: `compile_input(system, since, until)` answers its section, about the days
from `since` to `until`, both included, at a fixed number of queries; `words()` has the text of each code in it.
"""

from collections.abc import Collection, Iterator
from datetime import date
from importlib import import_module
from types import ModuleType

from sms_iso20000.rules.review_input import Section


def compile_sections(system: str, topics: Collection[str], since: date, until: date) -> Iterator[Section]:
    """One section for each of `topics`, in their order."""
    for topic in topics:
        yield module_of(topic).compile_input(system, since, until)


def module_of(topic: str) -> ModuleType:
    """The module that knows a topic."""
    return import_module(f"sms_iso20000.governance.review_inputs.{topic}")
