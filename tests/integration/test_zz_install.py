"""Migrate twice without a change; uninstall and leave nothing; install again. Last, since it takes everything away."""

import os
import subprocess
import sys

import frappe
import pytest

from sms_iso20000.setup.uninstall import ROLES
from tests.integration import stage

OURS = {
    "DocType": ("name", "ITSM %"),
    "Role": ("name", "ITSM %"),
    "Workflow": ("name", "ITSM %"),
    "Report": ("name", "ITSM %"),
    "Number Card": ("name", "ITSM %"),
    "Dashboard Chart": ("name", "ITSM %"),
    "Notification": ("name", "ITSM %"),
    "Print Format": ("name", "ITSM %"),
    "Module Def": ("name", "SMS ISO20000"),
    "Module Onboarding": ("module", "SMS ISO20000"),
    "Onboarding Step": ("reference_document", "ITSM %"),
    "Workspace": ("module", "SMS ISO20000"),
    "Custom Field": ("module", "SMS ISO20000"),
    "Property Setter": ("module", "SMS ISO20000"),
    "Workflow State": ("name", "In Force"),
    "Workflow Action Master": ("name", "Submit for Review"),
    "Scheduled Job Type": ("method", "sms_iso20000.%"),
    "DefaultValue": ("defkey", "sms_iso20000%"),
    "Has Role": ("role", "ITSM %"),
    "User Permission": ("allow", "ITSM %"),
    "DocPerm": ("role", "ITSM %"),
    "Custom DocPerm": ("role", "ITSM %"),
    "Series": ("name", "ITSM-%"),
    # Later releases make these of a workspace.
    "Workspace Sidebar": ("name", "Service Management"),
    "Desktop Icon": ("name", "Service Management"),
    # Where ERPNext is installed.
    "Supplier Scorecard Variable": ("path", "sms_iso20000.%"),
}


def bench(*command: str) -> str:
    """Run a bench command on the site under test, in a process of its own."""
    frappe.db.commit()
    done = subprocess.run(
        [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", frappe.local.site, *command],
        cwd=os.environ["SMS_TEST_SITES_PATH"],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    # Another process changed what this one remembers.
    frappe.db.rollback()
    frappe.clear_cache()
    return done.stdout


def ours() -> dict[str, list]:
    """Every row of the host that is ours, by kind."""
    found = {}
    for doctype, (field, pattern) in _here().items():
        table = frappe.qb.DocType(doctype) if doctype != "Series" else frappe.qb.Table("tabSeries")
        column = frappe.qb.Field(field)
        # Version 16 names scheduled jobs by chance.
        shown = column if doctype == "Scheduled Job Type" else frappe.qb.Field("name")
        found[doctype] = sorted(
            row[0] for row in frappe.qb.from_(table).select(shown).where(column.like(pattern)).run()
        )
    found["tables"] = sorted(table for table in frappe.db.get_tables(cached=False) if table.startswith("tabITSM "))
    return {kind: rows for kind, rows in found.items() if rows}


def _here() -> dict[str, tuple[str, str]]:
    """The kinds of `OURS` that this host has; one of another app may be absent, and the Series is no record type."""
    return {kind: found for kind, found in OURS.items() if kind == "Series" or frappe.db.exists("DocType", kind)}


def stamps() -> dict[str, list]:
    """When each of our rows was last changed."""
    kinds = [
        kind for kind in _here() if kind not in ("Series", "DefaultValue", "Has Role", "DocPerm", "Scheduled Job Type")
    ]
    rows = {
        kind: frappe.get_all(
            kind,
            filters={OURS[kind][0]: ["like", OURS[kind][1]]},
            fields=["name", "modified", "creation"],
            order_by="name asc",
        )
        for kind in kinds
    }
    rows["ITSM Requirement"] = frappe.get_all(
        "ITSM Requirement", fields=["name", "modified", "creation", "lft"], order_by="name asc"
    )
    return rows


@pytest.fixture(scope="module", autouse=True)
def site_without_records_of_others():
    """Uninstalling takes all records along: a site that holds any which no test made is left alone, loudly."""
    systems = frappe.get_all("ITSM System", pluck="name", order_by="name asc")
    assert not systems, f"The site holds service management systems that are not ours to remove: {systems}"


def test_migrate_twice_without_a_change():
    bench("migrate")
    before = stamps()
    bench("migrate")
    assert stamps() == before


def test_uninstall_leaves_nothing_and_install_brings_everything_back():
    before = ours()
    assert {"DocType", "Role", "Workflow", "Workflow State", "Scheduled Job Type", "tables"} <= set(before)
    bench("uninstall-app", "sms_iso20000", "--yes", "--no-backup")
    try:
        assert ours() == {}
        assert frappe.db.exists("Workflow State", "Approved")
    finally:
        bench("install-app", "sms_iso20000")
        restore_roles()
    # Rows with names by chance, and what people had been given, are not compared.
    kinds = set(before) - {"Has Role", "Series", "User Permission", "DocPerm", "DefaultValue"}
    after = ours()
    assert {kind: after.get(kind) for kind in kinds} == {kind: before[kind] for kind in kinds}
    assert frappe.db.count("ITSM Requirement") > 100
    stage.make_policy(stage.make_system(), "In Force")


def restore_roles() -> None:
    """The roles came back; who held them, and what they were allowed on tickets, is not the app's to remember."""
    for name, roles in stage.PEOPLE.items():
        user = frappe.get_doc("User", name)
        user.add_roles(*(role for role in roles if role in ROLES))
    frappe.delete_doc("DocType", stage.TICKET, force=True)
    stage.make_ticket_doctype()
    frappe.db.commit()
