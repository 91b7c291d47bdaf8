"""What the two commands are told, and what of it is pytest's."""

import pytest

from local_host.arguments import SUITES, parse_demo, parse_test


def test_demo_serves_the_site_as_it_was_left():
    found = parse_demo([])
    assert (found.serve, found.reset, found.server) == (True, False, None)


def test_demo_takes_its_three_options():
    found = parse_demo(["--no-serve", "--reset", "--db", "postgres"])
    assert (found.serve, found.reset, found.server) == (False, True, "postgres")


@pytest.mark.parametrize("words", [["--db", "sqlite"], ["--nonsense"]])
def test_demo_refuses_what_it_does_not_know(words):
    with pytest.raises(SystemExit):
        parse_demo(words)


def test_test_runs_everything_unless_suites_are_named():
    assert parse_test([]).suites == SUITES
    assert parse_test(["unit", "static"]).suites == ("unit", "static")


def test_test_hands_the_rest_to_pytest():
    found = parse_test(["integration", "--db", "postgres", "-k", "unit", "-x"])
    assert (found.suites, found.server, found.pytest) == (("integration",), "postgres", ("-k", "unit", "-x"))


def test_without_a_suite_everything_goes_to_pytest():
    found = parse_test(["-k", "policy"])
    assert (found.suites, found.pytest) == (SUITES, ("-k", "policy"))
