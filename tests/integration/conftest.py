"""A real site, connected once. Each test is rolled back; what a test committed it wipes by system."""

import os
from collections.abc import Iterator

import frappe
import pytest

from tests.integration import copies, stage
from tests.site_of_worker import site_of_worker


@pytest.fixture(scope="session", autouse=True)
def site() -> Iterator[str]:
    """The site under test, with one enabled user per role that the tests need (users cost seconds)."""
    name = site_of_worker()
    frappe.init(site=name, sites_path=os.environ["SMS_TEST_SITES_PATH"])
    frappe.connect()
    # Later releases ask the second.
    frappe.flags.in_test = frappe.in_test = True
    frappe.local.lang = "en"
    stage.make_people()
    stage.make_ticket_doctype()
    frappe.db.commit()
    yield name
    frappe.db.rollback()
    frappe.destroy()


@pytest.fixture(scope="module", autouse=True)
def nothing_kept(site: str) -> None:
    """What a module keeps was made on the site as the module finds it."""
    copies.forget()


@pytest.fixture(autouse=True)
def rolled_back(site: str, request: pytest.FixtureRequest) -> Iterator[None]:
    """Administrator at the beginning, nothing left at the end."""
    frappe.set_user("Administrator")
    frappe.local.lang = "en"
    frappe.local.response = frappe._dict(docs=[])
    before = _systems()
    copies.begin(known="monkeypatch" not in request.fixturenames)
    yield
    frappe.set_user("Administrator")
    frappe.db.rollback()
    frappe.clear_messages()
    stage.wipe_committed()
    # The host remembers user permissions and roles beyond the transaction that made them.
    frappe.cache.delete_value(["user_permissions", "roles"])
    left = _systems() - before
    assert not left, f"Systems were committed without stage.commit: {left}"


def _systems() -> set[str]:
    return set(frappe.get_all("ITSM System", pluck="name", order_by="name asc"))


@pytest.fixture
def as_user():
    """`with as_user(name):` acts as that user and comes back."""
    return stage.acting_as


@pytest.fixture
def system():
    """A service management system with its top management."""
    return stage.make_system()


@pytest.fixture
def draft(system):
    return stage.make_policy(system, "Draft")


@pytest.fixture
def in_review(system):
    """Submitted and reviewed, ready to be approved."""
    return stage.make_policy(system, "In Review")


@pytest.fixture
def approved(system):
    return stage.make_policy(system, "Approved")


@pytest.fixture
def in_force(system):
    return stage.make_policy(system, "In Force")


@pytest.fixture
def query_count():
    """Number of database queries that a call makes."""

    def count(work) -> int:
        queries = []
        original = frappe.db.sql

        def counted(*args, **kwargs):
            queries.append(args[0] if args else kwargs.get("query"))
            return original(*args, **kwargs)

        frappe.db.sql = counted
        try:
            work()
        finally:
            frappe.db.sql = original
        return len(queries)

    return count
