"""Steps run in the order of their needs, are left out when done, and stop after a failure."""

import pytest

from local_host.console import Console
from local_host.errors import HostError
from local_host.steps import Step, ready, run_steps


def nothing():
    """A step's work, where the work does not matter."""


def step(name, *needs, action=nothing, **options):
    return Step(name, name, action, needs, **options)


def test_what_needs_nothing_is_ready_first_and_the_rest_when_its_needs_are_met():
    steps = [step("site", "database", "assets"), step("database"), step("assets")]
    assert [found.name for found in ready(steps, set(), set())] == ["database", "assets"]
    assert ready(steps, {"database", "assets"}, {"database"}) == []
    assert [found.name for found in ready(steps, {"database", "assets"}, {"database", "assets"})] == ["site"]


def test_all_steps_run_after_what_they_need(capsys):
    order = []
    steps = [
        step("site", "database", action=lambda: order.append("site")),
        step("database", action=lambda: order.append("database")),
    ]
    run_steps(steps, Console())
    assert order == ["database", "site"]
    assert "site: done" in capsys.readouterr().out


def test_a_step_already_done_is_left_out_and_still_counts_as_finished(capsys):
    ran = []
    run_steps([step("one", action=lambda: ran.append(1), done=lambda: True), step("two", "one")], Console())
    assert ran == []
    assert "one:" not in capsys.readouterr().out


def test_a_failure_is_raised_and_nothing_that_needs_the_step_is_started():
    ran = []

    def fail():
        raise HostError("No.")

    with pytest.raises(HostError, match=r"No\."):
        run_steps([step("one", action=fail), step("two", "one", action=lambda: ran.append(2))], Console())
    assert ran == []


def test_steps_that_wait_for_each_other_are_refused():
    with pytest.raises(ValueError, match="wait for each other"):
        run_steps([step("one", "two"), step("two", "one")], Console())
