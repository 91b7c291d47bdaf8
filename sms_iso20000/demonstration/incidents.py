"""The real incidents of the demonstration: read as they stood on one day, and moved into the recent past. No Frappe."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sms_iso20000.rules.schedule import previous_month

LOG = Path(__file__).parent / "data" / "incident_event_log.csv"
# The log is read as it stood at the end of this day, which becomes the last day of last month. By then 592 of the 600
# incidents were closed, eleven of them in this month, so that three services have recent results and one has none.
LOG_ENDS = date(2016, 5, 31)
UNKNOWN = "?"

# `category` stands for the service concerned. The names are ours; the log knows numbers only.
SERVICES = {
    "Workplace": (53, 55, 61, 19, 34, 44, 8, 46, 22, 17, 13),
    "Network": (45, 24, 37, 35, 7),
    "Terminal Operating System": (26, 32, 9, 23, 43, 62, 63),
    "Payroll Hosting": (42, 20, 40, 51),
}
# `assignment_group` is the team.
TEAMS = {
    "Service Desk": (70,),
    "Network Operations": (24, 66, 31),
    "Carrier Operations Centre": (28, 29, 33),
    "Server Operations": (25, 65, 55),
    "Data Centre Shift": (20, 48),
    "Workplace Support": (23, 54, 73),
    "Terminal Applications": (30, 27, 39),
    "Customer First Line": (56, 72, 6),
}
OTHER_TEAMS = "Second Line"
# Teams that are another party's.
SUPPLIERS = {"Carrier Operations Centre": "Network Carrier", "Data Centre Shift": "Data-Centre Operator"}


@dataclass(frozen=True)
class Incident:
    """One incident of the service desk; `closed_on` is None while it is open, empty texts are unknown."""

    number: str
    state: str
    opened_on: datetime
    closed_on: datetime | None
    made_sla: str
    priority: str
    category: str
    assignment_group: str
    service: str
    team: str
    supplier: str

    def moved(self, days: timedelta) -> "Incident":
        """The same incident, so much later."""
        closed_on = self.closed_on + days if self.closed_on else None
        return replace(self, opened_on=self.opened_on + days, closed_on=closed_on)


def recent_incidents(today: date, log: Path = LOG) -> list[Incident]:
    """All incidents of the log by number, shifted as a whole so that the log ends with the last complete month."""
    _first, last = previous_month(today)
    return [incident.moved(last - LOG_ENDS) for incident in incidents_at(LOG_ENDS, log)]


def incidents_at(day: date, log: Path = LOG) -> Iterator[Incident]:
    """The incidents of the log as they stood at the end of `day`, by number."""
    moment = datetime.combine(day, time.max)
    for number, events in sorted(_events(log).items()):
        yield _incident(number, events, moment)


def _events(log: Path) -> dict[str, list[dict[str, str]]]:
    events: dict[str, list[dict[str, str]]] = {}
    with log.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            events.setdefault(row["number"], []).append(row)
    return events


def _incident(number: str, events: list[dict[str, str]], moment: datetime) -> Incident:
    last = events[-1]
    closed_on = _time(last["closed_at"])
    is_closed = closed_on <= moment
    if not is_closed:
        # What came later had not happened yet, nor was it known whether the target would be met.
        last = _last_before(events, moment)
    team = _named(TEAMS, last["assignment_group"], OTHER_TEAMS)
    return Incident(
        number=number,
        state=last["incident_state"],
        opened_on=_time(last["opened_at"]),
        closed_on=closed_on if is_closed else None,
        made_sla=_known(last["made_sla"]) if is_closed else "",
        priority=_known(last["priority"]),
        category=_known(last["category"]),
        assignment_group=_known(last["assignment_group"]),
        service=_named(SERVICES, last["category"]),
        team=team,
        supplier=SUPPLIERS.get(team, ""),
    )


def _last_before(events: list[dict[str, str]], moment: datetime) -> dict[str, str]:
    known = [row for row in events if _time(row["sys_updated_at"]) <= moment and row["incident_state"] != "Closed"]
    return known[-1]


def _named(names: dict[str, Iterable[int]], value: str, other: str = "") -> str:
    if value == UNKNOWN:
        return ""
    number = int(value.rsplit(" ", 1)[-1])
    return next((name for name, numbers in names.items() if number in numbers), other)


def _known(value: str) -> str:
    return "" if value == UNKNOWN else value


def _time(value: str) -> datetime:
    return datetime.strptime(value, "%d-%m-%Y %H:%M")
