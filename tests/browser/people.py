"""Fixtures of the browser tests: the people of `tests.integration.stage` sign in, and what was made for a test goes.

A plugin of the test modules that name it in `pytest_plugins`.
"""

import json
import os
from collections.abc import Callable, Iterator

import frappe
import pytest
from frappe.utils.password import update_password

from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES
from tests.browser.desk import Desk
from tests.integration import stage
from tests.site_of_worker import site_of_worker

PASSWORD = "Browser-tests-7!"


DeskOf = Callable[..., Desk]


@pytest.fixture(scope="session")
def people() -> Iterator[None]:
    """One person per role, each with a password, and none of them shown the host's guided tours."""
    frappe.init(site=site_of_worker(), sites_path=os.environ["SMS_TEST_SITES_PATH"])
    frappe.connect()
    frappe.local.lang = "en"
    stage.make_people()
    seen = json.dumps({tour: {"is_complete": True} for tour in frappe.get_all("Form Tour", pluck="name")})
    for user in stage.PEOPLE:
        update_password(user, PASSWORD)
        frappe.db.set_value("User", user, "onboarding_status", seen, update_modified=False)
        frappe.clear_cache(user=user)
    stage.make_ticket_doctype()
    frappe.db.commit()
    yield
    frappe.db.rollback()
    frappe.destroy()


@pytest.fixture
def clean(people: None) -> Iterator[None]:
    """Administrator at the beginning; nothing left at the end of what was committed."""
    frappe.set_user("Administrator")
    frappe.local.lang = "en"
    frappe.local.response = frappe._dict(docs=[])
    frappe.db.rollback()
    yield
    frappe.set_user("Administrator")
    frappe.db.rollback()
    stage.wipe_committed()
    remove_workflow_actions()


def remove_workflow_actions() -> None:
    """What the host noted about steps of revisions that are gone."""
    for doctype in CONTROLLED_DOCTYPES:
        present = frappe.get_all(doctype, pluck="name")
        for name in frappe.get_all(
            "Workflow Action",
            filters={"reference_doctype": doctype, "reference_name": ["not in", present or [""]]},
            pluck="name",
        ):
            frappe.delete_doc("Workflow Action", name, ignore_permissions=True, force=True)
    frappe.db.commit()


@pytest.fixture
def system(clean: None):
    """A service management system that the server sees too."""
    system = stage.make_system()
    stage.commit(system)
    return system


@pytest.fixture
def desk_of(people: None, page_for) -> Iterator[DeskOf]:
    """`desk_of(user, width=1280)` signs in. A test in whose pages JavaScript failed has failed itself."""
    desks: list[Desk] = []

    def sign_in(user: str, width: int = 1280) -> Desk:
        desks.append(Desk(page_for(user, PASSWORD, width)))
        return desks[-1]

    yield sign_in
    assert [error for desk in desks for error in desk.errors] == []
