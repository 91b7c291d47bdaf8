"""Called by the host after install and after every migrate; each step can be repeated without a change."""

import frappe

from sms_iso20000.evidence.ready_made import add_ready_made_sources, complete_sources
from sms_iso20000.governance.processes import seed_processes
from sms_iso20000.governance.risk_matrix import fill_missing_matrix
from sms_iso20000.setup.catalogue import sync_catalogues
from sms_iso20000.setup.custom_fields import make_custom_fields
from sms_iso20000.setup.form_scripts import make_form_scripts
from sms_iso20000.setup.kanban_boards import make_kanban_boards
from sms_iso20000.setup.notifications import say_kind_of_conditions
from sms_iso20000.setup.scorecard_variables import make_scorecard_variables
from sms_iso20000.workflows.sync import sync_workflows


def sync() -> None:
    """Catalogue, workflows, notifications, boards, what other apps lack, and each system of sources, processes and
    risk matrix."""
    sync_catalogues()
    sync_workflows()
    say_kind_of_conditions()
    make_kanban_boards()
    extend_other_apps()
    for system in frappe.get_all("ITSM System", pluck="name", order_by="name asc"):
        add_ready_made_sources(system)
        seed_processes(system)
        fill_missing_matrix(system)


def after_app_install(app: str) -> None:
    """Another app arrived: it may keep tickets that count as evidence."""
    if app != "sms_iso20000":
        extend_other_apps()
        for system in frappe.get_all("ITSM System", pluck="name", order_by="name asc"):
            add_ready_made_sources(system)


def extend_other_apps() -> None:
    """Fields and a button for tickets, which sources take up as they appear, and variables for scorecards."""
    for doctype, fields in make_custom_fields().items():
        complete_sources(doctype, fields)
    make_scorecard_variables()
    make_form_scripts()
