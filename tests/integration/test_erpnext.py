"""With ERPNext: suppliers and customers as parties, issues as evidence, its Supplier Scorecard (4.2).

Skipped where ERPNext is not installed; `./test integration -k erpnext` on a bench that has it runs them.
"""

import frappe
import pytest
from frappe.desk.notifications import get_open_count
from frappe.utils import add_days, formatdate, get_datetime, today

from sms_iso20000.evidence.ready_made import complete_sources
from sms_iso20000.governance.budget import lines_of
from sms_iso20000.governance.independence import conflicts_in
from sms_iso20000.integrations.erpnext.supplier_scorecard import VARIABLES
from sms_iso20000.rules.independence import RESOLVED
from sms_iso20000.setup.custom_fields import MODULE, make_custom_fields, remove_custom_fields
from sms_iso20000.setup.scorecard_variables import make_scorecard_variables, remove_scorecard_variables
from tests.integration import stage
from tests.integration.made.arrangement_reviews import make_review
from tests.integration.made.arrangements import make_arrangement, measure
from tests.integration.made.audits import make_audit
from tests.integration.made.erpnext import (
    close_year,
    give_to,
    let_managers_read,
    make_budget,
    make_contract,
    make_cost_center,
    make_customer,
    make_service_level_agreement,
    make_supplier,
    solved_issue,
    spend,
)
from tests.integration.made.resources import make_budget_line
from tests.integration.made.services import agreement, make_service
from tests.integration.records import refused
from tests.integration.stage import AUDITOR_TWO, MANAGER


@pytest.fixture(scope="module", autouse=True)
def erpnext(site):
    if "erpnext" not in frappe.get_installed_apps():
        pytest.skip("ERPNext is not installed on this site")


@pytest.fixture(autouse=True)
def readable(erpnext):
    let_managers_read("Supplier", "Customer", "Contract", "Service Level Agreement")


def supplied(system, supplier, state: str = "Active", **values):
    """An arrangement with `supplier`, by a contract made for it unless the test names one."""
    party = {"party_kind": "Supplier", "party_type": "Supplier", "party": supplier.name}
    contract = {
        "agreement_type": "Contract",
        "agreement": values.pop("agreement", None) or make_contract(supplier).name,
    }
    return make_arrangement(system, state, **party, **contract, **values)


def issue_source(system):
    """The ready-made source, switched on."""
    source = frappe.get_doc("ITSM Evidence Source", {"system": system.name, "source_doctype": "Issue"})
    source.is_enabled = 1
    return source.save()


# -- parties and agreements ------------------------------------------------------------------------------------------


def test_a_supplier_with_a_contract(system):
    supplier = make_supplier()
    arrangement = supplied(system, supplier)
    assert (arrangement.workflow_state, arrangement.party_name) == ("Active", supplier.supplier_name)
    assert arrangement.way_of_management == "Supplier Management"


def test_a_customer_with_a_service_level_agreement(system):
    customer = make_customer()
    agreement = make_service_level_agreement(customer)
    arrangement = make_arrangement(
        system,
        party_kind="Customer",
        party_type="Customer",
        party=customer.name,
        agreement_type=agreement.doctype,
        agreement=agreement.name,
    )
    assert (arrangement.workflow_state, arrangement.party_name) == ("Active", customer.customer_name)
    assert arrangement.way_of_management == "Service Level Management"


def test_a_department(system):
    let_managers_read("Department")
    department = frappe.get_all("Department", {"is_group": 0}, pluck="name", order_by="name asc", limit=1)[0]
    party = {"party_type": "Department", "party": department}
    assert make_arrangement(system, party_kind="Internal Group", **party).workflow_state == "Active"
    frappe.db.set_value("Department", department, "disabled", 1)
    party["part"] = "At the weekend"
    assert refused(lambda: make_arrangement(system, "Draft", **party)) == ("party_disabled",)


def test_a_disabled_supplier_is_refused(system):
    supplier = make_supplier()
    contract = make_contract(supplier).name
    supplier.disabled = 1
    supplier.save()
    assert refused(lambda: supplied(system, supplier, "Draft", agreement=contract)) == ("party_disabled",)
    assert not frappe.db.exists("ITSM Arrangement", {"party": supplier.name})


@pytest.mark.parametrize(("days", "is_signed", "code"), [(-1, 1, "agreement_ended"), (90, 0, "agreement_not_in_force")])
def test_a_contract_that_does_not_bind_is_refused(days, is_signed, code, system):
    supplier = make_supplier()
    contract = make_contract(supplier, end_date=add_days(today(), days), is_signed=is_signed)
    assert refused(lambda: supplied(system, supplier, "Agreed", agreement=contract.name)) == (code,)


# -- what became of them ---------------------------------------------------------------------------------------------


def test_changes_of_contract_and_supplier_are_shown(system):
    supplier = make_supplier()
    contract = make_contract(supplier)
    arrangement = supplied(system, supplier, agreement=contract.name)
    supplier.disabled = 1
    supplier.save(ignore_version=False)
    contract.reload()
    contract.is_signed = 0
    contract.save(ignore_version=False)
    with stage.acting_as(MANAGER):
        shown = frappe.get_doc(arrangement.doctype, arrangement.name).show_changes()
    changes = {(row["doctype"], row["field"]): (row["before"], row["after"]) for row in shown["changes"]}
    assert changes["Supplier", "Disabled"] == ("No", "Yes")
    assert changes["Contract", "Signed"] == ("Yes", "No")
    assert changes["Contract", "Status"] == ("Active", "Unsigned")
    standings = {row["doctype"]: row for row in shown["standings"]}
    assert standings["Supplier"]["standing"] == "Disabled"
    assert standings["Contract"]["standing"] == "Not Yet"
    facts = {fact["label"]: fact["value"] for fact in standings["Contract"]["facts"]}
    assert (facts["Status"], facts["End Date"]) == ("Unsigned", formatdate(contract.end_date))
    contract.cancel()
    with stage.acting_as(MANAGER):
        standings = frappe.get_doc(arrangement.doctype, arrangement.name).show_changes()["standings"]
    assert next(row["standing"] for row in standings if row["doctype"] == "Contract") == "Ended"


def test_the_form_of_a_supplier_leads_to_its_arrangements_alone(system):
    supplier = make_supplier()
    supplied(system, supplier)
    supplied(system, supplier, part="At the weekend")
    supplied(system, make_supplier())
    found = get_open_count("Supplier", supplier.name)["count"]["external_links_found"]
    assert next(row["count"] for row in found if row["doctype"] == "ITSM Arrangement") == 2


# -- issues as evidence ----------------------------------------------------------------------------------------------


def test_real_issues_are_frozen_by_team_customer_and_supplier(system):
    last = stage.last_month()[1]
    supplier, customer = make_supplier(), make_customer()
    make_service_level_agreement(customer)
    group = frappe.get_doc(
        {"doctype": "User Group", "name": f"Desk {system.name}", "user_group_members": [{"user": MANAGER}]}
    ).insert()
    about = {"customer": customer.name, "itsm_supplier": supplier.name, "itsm_team": group.name}
    in_time = [solved_issue(last, **about) for _number in range(2)]
    late = solved_issue(last, late=True, **about)
    assert {issue.agreement_status for issue in in_time} == {"Fulfilled"}
    assert late.agreement_status == "Failed"
    for status in ("Paused", ""):
        solved_issue(last, **about).db_set("agreement_status", status)
    snapshot = frappe.get_doc("ITSM Service Level Snapshot", issue_source(system).freeze(str(last)))
    ours = {
        row.dimension: (row.in_target, row.missed, row.paused, row.empty)
        for row in snapshot.counts
        if row.value in (*about.values(), late.priority)
    }
    assert ours == dict.fromkeys(("Team", "Customer", "Supplier", "Priority"), (2, 1, 1, 1))
    worst = next(case for case in snapshot.worst_cases if case.reference_name == late.name)
    assert (worst.supplier, worst.customer, worst.team) == (supplier.name, customer.name, group.name)


def test_who_solved_issues_of_the_team_does_not_audit_it(system):
    last = stage.last_month()[1]
    arrangement = make_arrangement(system)
    issue = solved_issue(last, itsm_team=arrangement.party)
    audit = make_audit(system)
    give_to(issue, AUDITOR_TWO)
    assert conflicts_in(audit, {AUDITOR_TWO}) == []
    issue_source(system)
    assert [(conflict.code, *conflict.record) for conflict in conflicts_in(audit, {AUDITOR_TWO})] == [
        (RESOLVED, "Issue", issue.name)
    ]
    with stage.acting_as(MANAGER):
        audit.lead_auditor = AUDITOR_TWO
        assert refused(audit.save) == ("stake_resolved_tickets",)


def test_a_source_takes_up_a_field_as_it_appears(system):
    """Once: who later has it count by nothing again is not overruled at the next migrate."""
    source = issue_source(system)
    source.update({"supplier_field": "", "customer_field": "", "team_field": "subject"})
    source.save()
    complete_sources("Issue", ["itsm_supplier", "itsm_team"])
    source.reload()
    assert (source.supplier_field, source.customer_field, source.team_field) == ("itsm_supplier", "", "subject")
    frappe.db.set_value(source.doctype, source.name, {"supplier_field": "", "team_field": "vanished"})
    complete_sources("Issue", ["itsm_supplier"])
    assert not frappe.db.get_value(source.doctype, source.name, "supplier_field")


# -- services and budgets --------------------------------------------------------------------------------------------


def test_a_service_with_a_service_level_agreement(system):
    sla = make_service_level_agreement(make_customer())
    service = make_service(system, agreements=[agreement(sla.doctype, sla.name)])
    assert service.workflow_state == "Live"
    sla.enabled = 0
    sla.save()
    service.reload()
    assert tuple(service.missing_parts()) == ("service_agreement_not_standing",)


def test_a_budget_line_reads_what_vouchers_and_budgets_say(system):
    from erpnext.accounts.utils import get_fiscal_year

    let_managers_read("Cost Center", "Budget")
    center = make_cost_center("Network")
    year, start, end = get_fiscal_year(today(), company=center.company)
    budget = make_budget(center, year, 12000)
    spend(center, 500)
    about = {"currency": frappe.db.get_value("Company", center.company, "default_currency"), "budgeted": 10000}
    line = make_budget_line(
        system,
        spent=None,
        reference_doctype=center.doctype,
        reference_name=center.name,
        period_start=start,
        period_end=end,
        **about,
    )

    def known() -> tuple:
        [row] = lines_of(system.name)
        return row.host_spent, row.host_allotted, row.difference

    assert known() == (500, 12000, 2000)
    frappe.db.set_value(line.doctype, line.name, {"reference_doctype": "Budget", "reference_name": budget.name})
    assert known() == (500, 12000, 2000)
    mistaken = spend(center, 70)
    assert known()[0] == 570
    mistaken.cancel()
    close_year(center.company, year)
    assert known() == (500, 12000, 2000)


# -- the Supplier Scorecard ------------------------------------------------------------------------------------------


def make_scorecard(supplier, formula: str):
    """ERPNext evaluates every period since the supplier was made."""
    criteria = frappe.get_doc(
        {
            "doctype": "Supplier Scorecard Criteria",
            "criteria_name": f"Service levels {frappe.generate_hash(length=6)}",
            "max_score": 100,
            "weight": 100,
            "formula": formula,
        }
    ).insert()
    return frappe.get_doc(
        {
            "doctype": "Supplier Scorecard",
            "supplier": supplier.name,
            "period": "Per Month",
            "weighting_function": "{total_score}",
            "standings": [
                {"standing_name": "Poor", "standing_color": "Yellow", "min_grade": 0, "max_grade": 60},
                {"standing_name": "Excellent", "standing_color": "Blue", "min_grade": 60, "max_grade": 100},
            ],
            "criteria": [{"criteria_name": criteria.name, "weight": 100}],
        }
    ).insert()


def evaluated(supplier, formula: str):
    """The period of last month."""
    first, _last = stage.last_month()
    supplier.db_set("creation", get_datetime(f"{first} 00:00:00"))
    scorecard = make_scorecard(supplier, formula)
    return scorecard, frappe.get_doc("Supplier Scorecard Period", {"scorecard": scorecard.name, "start_date": first})


ALL = " + ".join("0 * {{{}}}".format(variable["param_name"]) for variable in VARIABLES)


def test_the_scorecard_evaluates_what_is_on_record(system):
    first, last = stage.last_month()
    supplier = make_supplier()
    make_service_level_agreement()
    for late in (False, False, False, True):
        solved_issue(last, late=late, itsm_supplier=supplier.name)
    source = issue_source(system)
    source.freeze(str(last))
    of_tickets = {
        "source": "Service Level Snapshot",
        "evidence_source": source.name,
        "dimension": "Supplier",
        "dimension_value": supplier.name,
    }
    arrangement = supplied(system, supplier, measures=[measure(target=100, **of_tickets)])
    make_review(arrangement, period_start=str(first), period_end=str(last))
    overdue = supplied(system, supplier, part="At the weekend")
    frappe.db.set_value(overdue.doctype, overdue.name, "next_review_on", first)
    scorecard, period = evaluated(supplier, f"({{itsm_share_in_target}} if {{itsm_tickets_measured}} else 100) + {ALL}")
    assert {row.param_name: row.value for row in period.variables} == {
        "itsm_score": 75,
        "itsm_measures_scored": 1,
        "itsm_share_in_target": 75,
        "itsm_tickets_measured": 4,
        "itsm_review_verdict": 50,
        "itsm_reviews_approved": 1,
        "itsm_overdue_reviews": 1,
        "itsm_open_improvements": 1,
    }
    assert (period.docstatus, period.total_score) == (1, 75)
    scorecard.reload()
    assert (float(scorecard.supplier_score), scorecard.status) == (75, "Excellent")


def test_no_ticket_is_no_failure(system):
    _scorecard, period = evaluated(make_supplier(), "{itsm_share_in_target} if {itsm_tickets_measured} else 100")
    assert period.total_score == 100


# -- what is installed -----------------------------------------------------------------------------------------------


def variables() -> set[str]:
    return set(frappe.get_all("Supplier Scorecard Variable", pluck="path", order_by="name asc"))


def test_variables_are_added_once_and_removed(system):
    ours = {variable["path"] for variable in VARIABLES}
    assert ours <= variables()
    total = len(variables())
    make_scorecard_variables()
    assert len(variables()) == total
    remove_scorecard_variables()
    assert not ours & variables() and len(variables()) == total - len(ours)


def test_fields_are_added_once_and_removed_with_what_was_set_for_them():
    """Nothing is left, but for the host's habit of keeping the columns; adding them again commits."""
    assert make_custom_fields() == {}
    added = {(row.dt, row.fieldname) for row in frappe.get_all("Custom Field", {"module": MODULE}, ["dt", "fieldname"])}
    assert {("Issue", "itsm_supplier"), ("Issue", "itsm_team")} <= added
    frappe.make_property_setter(
        {"doctype": "Issue", "fieldname": "itsm_team", "property": "hidden", "value": "1", "property_type": "Check"}
    )
    remove_custom_fields()
    assert not frappe.db.exists("Custom Field", {"module": MODULE})
    assert not frappe.db.exists("Property Setter", {"doc_type": "Issue", "field_name": "itsm_team"})
    assert not frappe.get_meta("Issue").has_field("itsm_team")
