"""Records that tests begin with are made through the app's own functions once; the tests that follow get their rows.

As long as a test has called nothing but makers marked `made_once`, what the database holds follows from these calls.
When the same calls come again in the module, the rows they lead to are kept, and the third test has them put in place.
From the moment a test does anything else, makers make.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

import frappe
from frappe.model.document import Document
from frappe.utils import today

from tests.integration.belongings import SYSTEM, belongings

# Of these a row is not all there is: a file lies on the disk, and the host caches permissions.
MORE_THAN_ROWS = {"File", "User Permission"}
JOBS = "frappe.utils.background_jobs"

Key = tuple[str, str]
Rows = dict[Key, dict]


@dataclass(frozen=True)
class Kept:
    """What a chain of calls leads to: the record that the last one answers with, all rows of the systems, and the jobs
    that are to be queued once they are committed."""

    key: Key
    rows: Rows
    jobs: tuple[Callable[[], None], ...]


@dataclass
class Test:
    """The calls of the running test and what they led to; once it did anything else, it is no longer `known`."""

    known: bool
    calls: tuple[str, ...] = ()
    records: list[Key] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    jobs: int = 0
    writes: int = 0

    def watch(self) -> None:
        """Commits and rollbacks are something else: others may see, or take away, what was made."""
        for moment in (frappe.db.before_commit, frappe.db.before_rollback):
            moment.add(self.lose)

    def lose(self) -> None:
        self.known = False

    def is_known(self) -> bool:
        return self.known and frappe.db.transaction_writes == self.writes


_kept: dict[tuple[str, ...], Kept] = {}
_times: Counter[tuple[str, ...]] = Counter()
_test = Test(known=False)


def forget() -> None:
    """Keep nothing of what was made until now, as when the site may have become another."""
    _kept.clear()
    _times.clear()


def begin(known: bool = True) -> None:
    """A test begins; not `known` where it changes more than the database."""
    global _test
    _test = Test(known)
    if known:
        _test.watch()


def made_once(make: Callable[..., Document]) -> Callable[..., Document]:
    """Marks a maker of a record, all that it leaves being rows that belong to a system."""

    @wraps(make)
    def made(*words, **values) -> Document:
        if not _test.is_known():
            return make(*words, **values)
        calls = (*_test.calls, _described(make, words, values))
        _times[calls] += 1
        if calls in _kept:
            key = _put(_kept[calls])
        else:
            key = _make(make, words, values)
            if _times[calls] > 1 and _test.known:
                _keep(calls, key)
        _test.calls = calls
        _test.records.append(key)
        _test.writes = frappe.db.transaction_writes
        return frappe.get_doc(*key)

    return made


def _make(make: Callable[..., Document], words: tuple, values: dict) -> Key:
    """Makers within the maker make."""
    _test.writes = -1
    record = make(*words, **values)
    return record.doctype, record.name


def _described(make: Callable[..., Document], words: tuple, values: dict) -> str:
    """All that the outcome of a call depends on, beside the calls before it."""

    def said(value) -> object:
        if not isinstance(value, Document):
            return str(value)
        key = (value.doctype, value.name)
        return _test.records.index(key) if key in _test.records else [*key, str(value.modified)]

    where = [make.__module__, make.__qualname__, frappe.session.user, frappe.local.lang, today()]
    return json.dumps([*where, words, values], default=said, sort_keys=True)


def _keep(calls: tuple[str, ...], key: Key) -> None:
    """Take up the rows of all systems, and put them in place of what was made."""
    rows: Rows = {}
    for system in {name for doctype, name in [*_test.records, key] if doctype == SYSTEM}:
        for doctype, filters in belongings(system):
            # As they were made: without an order asked for, PostgreSQL answers in the order of coming.
            for row in frappe.db.get_values(doctype, filters, "*", as_dict=True, order_by="creation asc"):
                rows[doctype, row["name"]] = row
    if key not in rows or MORE_THAN_ROWS & {doctype for doctype, _name in rows}:
        _test.lose()
        return
    _kept[calls] = Kept(key, rows, waiting())
    numbers = _numbers()
    frappe.db.rollback()
    _raise_numbers(numbers)
    _test.known, _test.rows, _test.jobs = True, {}, 0
    _test.watch()
    _put(_kept[calls])


def _put(kept: Kept) -> Key:
    """Make the rows of this test those that were kept: what differs goes, what is missing comes."""
    rows = kept.rows
    old = [key for key, row in _test.rows.items() if rows.get(key) != row]
    new = [key for key, row in rows.items() if _test.rows.get(key) != row]
    for doctype, names in _by_doctype(old).items():
        frappe.db.delete(doctype, {"name": ["in", names]})
    for doctype, names in _by_doctype(new).items():
        fields = list(rows[doctype, names[0]])
        columns = ", ".join(f"`{name}`" for name in fields)
        marks = f"({', '.join(['%s'] * len(fields))})"
        frappe.db.sql(
            f"INSERT INTO `tab{doctype}` ({columns}) VALUES {', '.join([marks] * len(names))}",
            [value for name in names for value in rows[doctype, name].values()],
        )
    # Names come again, and so the host must not remember what they once were.
    frappe.db.value_cache.clear()
    frappe.cache.delete_value([frappe.get_document_cache_key(*key) for key in (*old, *new)])
    for work in kept.jobs[_test.jobs :]:
        frappe.db.after_commit.add(work)
    _test.rows, _test.jobs = rows, len(kept.jobs)
    return kept.key


def waiting() -> tuple[Callable[[], None], ...]:
    """Jobs to be queued after the next commit; the host has no public way to ask for them."""
    return tuple(work for work in frappe.db.after_commit._functions if work.__module__ == JOBS)


def _by_doctype(keys: list[Key]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for doctype, name in keys:
        names.setdefault(doctype, []).append(name)
    return names


def _numbers() -> dict[str, int]:
    """The last number of each series of names."""
    return dict(frappe.db.sql("SELECT name, current FROM `tabSeries`"))


def _raise_numbers(numbers: dict[str, int]) -> None:
    """No name that is kept is given to another record."""
    present = _numbers()
    for series, number in numbers.items():
        if series not in present:
            frappe.db.sql("INSERT INTO `tabSeries` (name, current) VALUES (%s, %s)", (series, number))
        elif number > present[series]:
            frappe.db.sql("UPDATE `tabSeries` SET current = %s WHERE name = %s", (number, series))
    frappe.db.commit()
