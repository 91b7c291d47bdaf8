"""The service management system itself."""

import frappe
import pytest

from sms_iso20000.integrations import ready_made_mappings
from tests.integration import stage
from tests.integration.doors import DOORS, save_form
from tests.integration.stage import ADMIN, MANAGER, STAFF, TOP

APPS = {"Issue": "erpnext", "HD Ticket": "helpdesk"}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"policy_review_interval": 0}, "not_positive"),
        ({"evidence_age": -1}, "NonNegativeError"),
        ({"acknowledgement_threshold": 0}, "threshold_out_of_range"),
        ({"acknowledgement_threshold": 101}, "threshold_out_of_range"),
        ({"system_name": "Renamed"}, "never_renamed"),
    ],
)
def test_bad_values(door, change, code, system, as_user):
    with as_user(MANAGER):
        refusal = door(system, **change)
    assert code in refusal.codes or (code == "NonNegativeError" and "not_positive" in refusal.codes)
    field = next(iter(change))
    assert frappe.db.get_value("ITSM System", system.name, field) == system.get(field)


def test_people_are_listed_once_and_enabled(system):
    row = {"doctype": "ITSM System Top Management", "user": TOP}
    assert save_form(system, top_management=[row, row]).codes == ("person_twice",)
    frappe.db.set_value("User", STAFF, "enabled", 0)
    assert save_form(system, top_management=[{**row, "user": STAFF}]).codes == ("person_disabled",)


def test_who_left_does_not_block_the_form(system):
    frappe.db.set_value("User", TOP, "enabled", 0)
    system.reload()
    system.purpose = "Serve the port."
    system.save()
    assert frappe.db.get_value("ITSM System", system.name, "purpose") == "Serve the port."


def test_is_not_renamed(system):
    with pytest.raises(frappe.ValidationError):
        frappe.rename_doc("ITSM System", system.name, "Renamed", force=True)


def test_is_not_deleted_while_records_belong_to_it(in_force, system):
    with pytest.raises(frappe.LinkExistsError):
        frappe.delete_doc("ITSM System", system.name)


@pytest.mark.parametrize(("user", "may"), [(MANAGER, True), (ADMIN, True), (TOP, False), (STAFF, False)])
def test_who_sets_it_up(user, may, as_user):
    with as_user(user):
        assert frappe.has_permission("ITSM System", "create") is may


def test_ready_made_sources_appear_with_the_apps(system):
    """On a host without ERPNext and Helpdesk there are none; where they are, each is offered, switched off."""
    installed = set(frappe.get_installed_apps())
    expected = {doctype for doctype, app in APPS.items() if app in installed}
    assert {mapping["source_doctype"] for mapping in ready_made_mappings()} == expected
    offered = frappe.get_all(
        "ITSM Evidence Source", {"system": system.name}, ["source_doctype", "is_enabled"], order_by="name asc"
    )
    assert {row.source_doctype for row in offered} == expected
    assert not any(row.is_enabled for row in offered)


def test_ready_made_sources_can_be_switched_on(system):
    """Their mapping passes the same checks as one made by hand."""
    for name in frappe.get_all("ITSM Evidence Source", {"system": system.name}, pluck="name", order_by="name asc"):
        source = frappe.get_doc("ITSM Evidence Source", name)
        source.is_enabled = 1
        source.save()
        source.freeze(str(stage.last_month()[0]))


def test_manager_who_may_not_read_tickets_can_still_make_a_system(as_user):
    with as_user(MANAGER):
        assert stage.make_system().name
