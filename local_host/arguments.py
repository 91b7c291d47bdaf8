"""What the two commands are told on their command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field

SUITES = ("unit", "static", "integration", "scale", "browser")
SERVERS = ("mariadb", "postgres")


@dataclass(frozen=True)
class DemoArguments:
    serve: bool
    reset: bool
    server: str | None


@dataclass(frozen=True)
class TestArguments:
    # Not a test class, whatever its name.
    __test__ = False

    suites: tuple[str, ...]
    server: str | None
    pytest: tuple[str, ...] = field(default=())


def add_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", choices=SERVERS, help="database server; mariadb where it can be had")


def parse_demo(words: Sequence[str]) -> DemoArguments:
    parser = argparse.ArgumentParser(prog="./demo", description="The demonstration organisation in a real Frappe Desk.")
    parser.add_argument("--no-serve", action="store_true", help="end after the summary")
    parser.add_argument("--reset", action="store_true", help="start the site afresh")
    add_server(parser)
    found = parser.parse_args(words)
    return DemoArguments(serve=not found.no_serve, reset=found.reset, server=found.db)


def parse_test(words: Sequence[str]) -> TestArguments:
    """Suites stand first; --db stands anywhere; all other words are pytest's."""
    parser = argparse.ArgumentParser(
        prog="./test",
        usage=f"./test [{'|'.join(SUITES)} …] [--db {{{','.join(SERVERS)}}}] [pytest's arguments]",
        description="All tests, or the suites named. FRAPPE_BENCH and FRAPPE_SITE name a real bench to use instead.",
        allow_abbrev=False,
    )
    add_server(parser)
    found, rest = parser.parse_known_args(words)
    suites = []
    while rest and rest[0] in SUITES:
        suites.append(rest.pop(0))
    return TestArguments(tuple(suites) or SUITES, found.db, tuple(rest))
