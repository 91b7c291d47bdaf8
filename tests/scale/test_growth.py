"""Time against the number of records, as ratios: a slow machine slows both sides."""

from collections.abc import Callable
from time import perf_counter

from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.evidence.verification import first_fault
from tests.integration import stage

REPEATS = 3


def seconds(work: Callable[[], object]) -> float:
    """The best of a few tries, after one that warms the host's caches."""
    work()
    times = []
    for _ in range(REPEATS):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return min(times)


def test_conformity_run_with_two_hundred_times_the_acknowledgements(in_force, system):
    few = seconds(lambda: run_conformity(system.name))
    stage.bulk_acknowledgements(in_force, 2000)
    many = seconds(lambda: run_conformity(system.name))
    assert many / few < 5


def test_freezing_a_hundred_times_the_tickets(system):
    first, last = stage.last_month()
    times = []
    for number in (50, 5000):
        source = stage.make_source(system, title=str(number), filters=f'{{"subject": "{system.name} {number}"}}')
        stage.bulk_tickets(f"{system.name} {number}", last, number)
        times.append(seconds(lambda source=source: freeze_month(source, first)))
    assert times[1] / times[0] < 50


def test_verifying_a_chain_grows_with_it_and_no_faster(in_force, system):
    from sms_iso20000.evidence.decisions import record_decision

    short = seconds(lambda: first_fault(system.name))
    for _ in range(200):
        record_decision(system.name, in_force, "Reviewed", "Again.")
    assert seconds(lambda: first_fault(system.name)) / short < 20
