"""Interfaces between processes, which both sides list (4.1.4 c)."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sms_iso20000.rules.unmet import Unmet

GIVES_TO, RECEIVES_FROM = "Gives To", "Receives From"
OPPOSITE = {GIVES_TO: RECEIVES_FROM, RECEIVES_FROM: GIVES_TO}


@dataclass(frozen=True)
class Interface:
    """One line of the interfaces of a process: it gives `subject` to the process `other`, or receives it from there."""

    direction: str
    other: str
    subject: str

    def seen_from_other(self, process: str) -> "Interface":
        """How the other process lists what is an interface of `process`."""
        return Interface(OPPOSITE[self.direction], process, self.subject)


@dataclass(frozen=True)
class Process:
    """What the rules need to know of a process: the system it belongs to, and what people call it."""

    system: str
    title: str


def unmet_interfaces(
    name: str, system: str, interfaces: Collection[Interface], others: Mapping[str, Process]
) -> list[Unmet]:
    """All reasons why the process `name` of `system` cannot list `interfaces`; `others` by their names."""
    unmet = [
        Unmet("interface_to_itself", {"subject": interface.subject})
        for interface in interfaces
        if interface.other == name
    ]
    unmet += [
        Unmet("other_system", {"name": others[interface.other].title, "system": system})
        for interface in interfaces
        if interface.other in others and others[interface.other].system != system
    ]
    unmet += [
        Unmet("interface_twice", {"subject": interface.subject, "process": others[interface.other].title})
        for interface, times in Counter(interfaces).items()
        if times > 1 and interface.other in others
    ]
    return unmet


@dataclass(frozen=True)
class Adjustment:
    """What the other side has to take in and to drop, in the order of the rows."""

    added: tuple[Interface, ...]
    dropped: tuple[Interface, ...]


def adjustments(
    process: str, interfaces: Collection[Interface], others: Mapping[str, Collection[Interface]]
) -> dict[str, Adjustment]:
    """What each other process must change so that both sides say the same, by its name.

    `interfaces` of `process` count; `others` gives what each other process lists about `process` today.
    """
    wanted: dict[str, list[Interface]] = {other: [] for other in others}
    for interface in interfaces:
        wanted.setdefault(interface.other, []).append(interface.seen_from_other(process))
    found = {}
    for other, lines in wanted.items():
        listed = others.get(other, ())
        added = tuple(line for line in lines if line not in listed)
        dropped = tuple(line for line in listed if line not in lines)
        if added or dropped:
            found[other] = Adjustment(added, dropped)
    return found
