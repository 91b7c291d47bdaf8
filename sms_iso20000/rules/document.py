"""What documents a service management system consists of, and who and what they name (ISO/IEC 20000-1:2011, 4.3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sms_iso20000.rules.unmet import Unmet

# The kinds under each letter of 4.3.1, in the order of the list on the form.
KINDS_OF = {
    "a": ("Policy", "Objective Set"),
    "b": ("Plan",),
    "c": ("Process Policy or Plan",),
    "d": ("Service Catalogue",),
    "e": ("Service Level Agreement",),
    "f": ("Process Description",),
    "g": ("Procedure", "Record Form"),
    "h": ("External Document", "Other Document"),
}
LETTER_OF = {kind: letter for letter, kinds in KINDS_OF.items() for kind in kinds}
EXTERNAL = "External Document"
# What people have to act by: each person it is distributed to acknowledges every revision.
ACKNOWLEDGED_KINDS = {"Policy", "Process Policy or Plan", "Procedure"}


@dataclass(frozen=True)
class People:
    """Users whom a document names; each contributor wrote a part of it."""

    owner: str = ""
    approver: str = ""
    reviewers: tuple[str, ...] = ()
    contributors: frozenset[str] = frozenset()

    @property
    def writers(self) -> set[str]:
        """Those who have to work on the document."""
        return {self.owner, self.approver} - {""}


@dataclass(frozen=True)
class Able:
    """Users who can sign in, and those of them who may read and who may write documents of the system."""

    enabled: Collection[str]
    read: Collection[str]
    write: Collection[str]


def unmet_four_eyes(people: People) -> list[Unmet]:
    """Nobody approves or reviews what they wrote a part of, and nobody is named twice as reviewer (4.3.2 a)."""
    unmet = []
    if people.approver in people.contributors:
        unmet.append(Unmet("approver_wrote_it", {"user": people.approver}))
    for user in dict.fromkeys(people.reviewers):
        if user in people.contributors:
            unmet.append(Unmet("named_reviewer_wrote_it", {"user": user}))
    return unmet + [Unmet("reviewer_named_twice", {"user": user}) for user in _repeated(people.reviewers)]


def unmet_abilities(people: People, able: Able, named_before: People | None = None) -> list[Unmet]:
    """People named who cannot do what they are named for; those whom `named_before` has in the same part are let be.

    Owner and approver have to be able to work on documents, reviewers to read them.
    """
    before = named_before or People()
    writers = people.writers - before.writers
    readers = set(people.reviewers) - set(before.reviewers)
    unmet = [Unmet("person_not_enabled", {"user": user}) for user in sorted((writers | readers) - set(able.enabled))]
    unmet += [
        Unmet("writes_no_documents", {"user": user}) for user in sorted(writers & set(able.enabled) - set(able.write))
    ]
    return unmet + [
        Unmet("reads_no_documents", {"user": user}) for user in sorted(readers & set(able.enabled) - set(able.read))
    ]


def unmet_content(kind: str, text: str, has_file: bool) -> list[Unmet]:
    """A document is written or attached here; the master of an external document is elsewhere."""
    return [] if kind == EXTERNAL or has_file or text else [Unmet("no_document_content")]


def unmet_effective_day(day: date | None, day_before: date | None, today: date) -> list[Unmet]:
    """A day newly entered that has passed already can never be met: nothing takes effect before its approval."""
    if day is None or day == day_before or day >= today:
        return []
    return [Unmet("effective_day_passed", {"day": day})]


def unmet_uses(uses: Iterable[tuple[str, str]]) -> list[Unmet]:
    """Each point of use, of a record type and the name of a record or nothing, stands once."""
    return [Unmet("use_named_twice", {"doctype": doctype, "name": name}) for doctype, name in _repeated(uses)]


def shortened(text: str, room: int) -> str:
    """`text` in at most `room` characters, its end left out where it is longer."""
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def _repeated(values: Iterable) -> list:
    """The values that stand more than once, each once, in their order."""
    values = list(values)
    return [value for value in dict.fromkeys(values) if values.count(value) > 1]
