"""With Helpdesk: its teams as internal groups, its tickets as evidence (4.2).

Skipped where Helpdesk is not installed; `./test integration -k helpdesk` on a bench that has it runs them.
"""

import frappe
import pytest
from frappe.desk.notifications import get_open_count

from sms_iso20000.governance.independence import conflicts_in
from sms_iso20000.governance.scorecard import scorecard_of
from sms_iso20000.rules.independence import RESOLVED
from sms_iso20000.setup.custom_fields import remove_fields_without_target
from tests.integration import stage
from tests.integration.made.arrangements import make_arrangement, measure
from tests.integration.made.audits import make_audit
from tests.integration.made.erpnext import give_to, let_managers_read, make_supplier
from tests.integration.made.helpdesk import make_desk_agreement, make_desk_customer, make_team, solved_ticket
from tests.integration.made.nonconformities import values
from tests.integration.made.services import agreement, make_service
from tests.integration.records import refused, stored
from tests.integration.stage import AUDITOR_TWO, MANAGER


@pytest.fixture(scope="module", autouse=True)
def helpdesk(site):
    if "helpdesk" not in frappe.get_installed_apps():
        pytest.skip("Helpdesk is not installed on this site")


@pytest.fixture(autouse=True)
def readable(helpdesk):
    let_managers_read("HD Team", "HD Service Level Agreement")


def of_team(system, team, state: str = "Active", **values):
    """An arrangement with `team`, by an agreement made for it unless the test names one."""
    agreement = values.pop("agreement", None) or make_desk_agreement().name
    return make_arrangement(
        system,
        state,
        party_kind="Internal Group",
        party_type="HD Team",
        party=team.name,
        agreement_type="HD Service Level Agreement",
        agreement=agreement,
        **values,
    )


def test_a_team_with_a_service_level_agreement(system):
    team = make_team()
    arrangement = of_team(system, team)
    assert (arrangement.workflow_state, arrangement.party_name) == ("Active", team.name)
    assert arrangement.way_of_management == "Service Level Management"
    found = get_open_count("HD Team", team.name)["count"]["external_links_found"]
    assert next(row["count"] for row in found if row["doctype"] == "ITSM Arrangement") == 1


def test_a_disabled_agreement_is_refused(system):
    agreement = make_desk_agreement()
    agreement.db_set("enabled", 0)
    assert refused(lambda: of_team(system, make_team(), "Draft", agreement=agreement.name)) == ("agreement_ended",)


def test_changes_of_the_agreement_are_shown(system):
    agreement = make_desk_agreement()
    arrangement = of_team(system, make_team(), agreement=agreement.name)
    agreement.reload()
    agreement.enabled = 0
    agreement.save(ignore_version=False)
    with stage.acting_as(MANAGER):
        shown = frappe.get_doc(arrangement.doctype, arrangement.name).show_changes()
    assert [(row["doctype"], row["before"], row["after"]) for row in shown["changes"]] == [
        ("HD Service Level Agreement", "Yes", "No")
    ]
    standings = {row["doctype"]: (row["standing"], row["is_tracked"]) for row in shown["standings"]}
    # Helpdesk keeps no versions of its teams, which the panel says.
    assert standings == {"HD Team": ("Stands", False), "HD Service Level Agreement": ("Disabled", True)}


def test_real_tickets_are_frozen_by_team_customer_supplier_and_priority(system):
    last = stage.last_month()[1]
    about = {"agent_group": make_team().name, "customer": make_desk_customer().name, "priority": "Urgent"}
    expected = ["Team", "Customer", "Priority"]
    if frappe.db.exists("DocType", "Supplier"):
        about["itsm_supplier"] = make_supplier().name
        expected.append("Supplier")
    in_time = [solved_ticket(last, **about) for _number in range(2)]
    late = solved_ticket(last, late=True, **about)
    assert ({ticket.agreement_status for ticket in in_time}, late.agreement_status) == ({"Fulfilled"}, "Failed")
    for status in ("Paused", ""):
        solved_ticket(last, **about).db_set("agreement_status", status)
    source = frappe.get_doc("ITSM Evidence Source", {"system": system.name, "source_doctype": "HD Ticket"})
    source.is_enabled = 1
    source.save()
    snapshot = frappe.get_doc("ITSM Service Level Snapshot", source.freeze(str(last)))
    ours = {
        row.dimension: (row.in_target, row.missed, row.paused, row.empty)
        for row in snapshot.counts
        if row.value in about.values()
    }
    assert ours == dict.fromkeys(expected, (2, 1, 1, 1))
    worst = next(case for case in snapshot.worst_cases if case.reference_name == str(late.name))
    assert (worst.team, worst.customer, worst.supplier or "") == (
        about["agent_group"],
        about["customer"],
        about.get("itsm_supplier", ""),
    )


def test_a_team_is_measured_by_its_tickets(system):
    last = stage.last_month()[1]
    team = make_team()
    for late in (False, False, False, True):
        solved_ticket(last, late=late, agent_group=team.name)
    source = frappe.get_doc("ITSM Evidence Source", {"system": system.name, "source_doctype": "HD Ticket"})
    source.is_enabled = 1
    source.save()
    source.freeze(str(last))
    of_tickets = {"evidence_source": source.name, "dimension": "Team", "dimension_value": team.name}
    arrangement = of_team(system, team, measures=[measure(target=100, source="Service Level Snapshot", **of_tickets)])
    assert scorecard_of([arrangement.name], last, last)[arrangement.name].score == 75


def test_who_solved_tickets_of_the_team_does_not_audit_it(system):
    last = stage.last_month()[1]
    team = make_team()
    of_team(system, team)
    ticket = solved_ticket(last, agent_group=team.name)
    audit = make_audit(system)
    give_to(ticket, AUDITOR_TWO)
    assert conflicts_in(audit, {AUDITOR_TWO}) == []
    source = frappe.get_doc("ITSM Evidence Source", {"system": system.name, "source_doctype": "HD Ticket"})
    source.is_enabled = 1
    source.save()
    assert [(conflict.code, *conflict.record) for conflict in conflicts_in(audit, {AUDITOR_TWO})] == [
        (RESOLVED, "HD Ticket", str(ticket.name))
    ]
    with stage.acting_as(MANAGER):
        audit.lead_auditor = AUDITOR_TWO
        assert refused(audit.save) == ("stake_resolved_tickets",)


def test_a_service_with_a_service_level_agreement(system):
    sla = make_desk_agreement()
    service = make_service(system, agreements=[agreement(sla.doctype, sla.name)])
    assert service.workflow_state == "Live"
    sla.reload()
    sla.enabled = 0
    sla.save()
    service.reload()
    assert tuple(service.missing_parts()) == ("service_agreement_not_standing",)


def test_a_nonconformity_of_a_ticket_which_the_host_numbers(system):
    """The form gives the number on, which is no text. Helpdesk shows tickets to its agents and to who asked alone."""
    ticket = solved_ticket(stage.last_month()[1])
    assert isinstance(ticket.name, int)
    found = values(system, source_kind="Ticket", reference_doctype="HD Ticket", reference_name=ticket.name)
    rows = [{"requirement": name} for name in found.pop("requirements")]
    made = frappe.get_doc({"doctype": "ITSM Nonconformity", **found, "requirements": rows}).insert()
    assert stored(made)["reference_name"] == str(ticket.name)


def test_fields_stay_as_long_as_there_is_what_they_link_to():
    before = frappe.get_all("Custom Field", {"module": "SMS ISO20000"}, pluck="name", order_by="name asc")
    remove_fields_without_target("some_app")
    assert frappe.get_all("Custom Field", {"module": "SMS ISO20000"}, pluck="name", order_by="name asc") == before
    if frappe.db.exists("DocType", "Supplier"):
        # As when ERPNext goes: nothing is left of a link that would break the form of the ticket.
        frappe.db.set_value("Custom Field", "HD Ticket-itsm_supplier", "options", "Gone With ERPNext")
        remove_fields_without_target("erpnext")
        assert not frappe.db.exists("Custom Field", "HD Ticket-itsm_supplier")


def test_button_on_the_ticket_page_comes_and_goes():
    from helpdesk.helpdesk.doctype.hd_form_script.hd_form_script import get_form_script

    from sms_iso20000.setup.form_scripts import make_form_scripts, remove_form_scripts

    for _again in range(2):
        make_form_scripts()
    scripts = get_form_script("HD Ticket")
    scripts = scripts if isinstance(scripts, list) else [scripts]
    assert sum("Report Nonconformity" in script for script in scripts) == 1
    remove_form_scripts()
    assert "Report Nonconformity" not in str(get_form_script("HD Ticket"))
