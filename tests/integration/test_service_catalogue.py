"""What people see of the services: register, results, the catalogue that customers get, and the sheet of a service."""

import frappe
import pytest

from sms_iso20000.compat import print_of
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.governance.service_catalogue import public_catalogue
from sms_iso20000.governance.service_results import results_of
from sms_iso20000.governance.services import services_of
from sms_iso20000.sms_iso20000.report.itsm_service_catalogue.itsm_service_catalogue import execute
from tests.integration import stage
from tests.integration.doors import call
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.processes import process_of
from tests.integration.made.services import foundation, make_service, requirement
from tests.integration.records import refused
from tests.integration.stage import AUDITOR, MANAGER, OUTSIDER, OWNER, STAFF


def frozen(system, **values):
    """A frozen month of tickets on two services."""
    source = stage.make_source(system, **values)
    first, last = stage.last_month()
    stage.make_tickets(system, last, {"yes": 3, "no": 1}, service="Network")
    stage.make_tickets(system, last, {"yes": 1, "no": 3}, service="LAN")
    freeze_month(source, first)
    return source


# -- results -----------------------------------------------------------------------------------------------------


def test_results_are_those_of_the_newest_month_over_all_names(system, query_count):
    network = make_service(system, names_in_tickets="Network\nLAN")
    lan = make_service(system, title="LAN", code="LAN", names_in_tickets="LAN")
    silent = make_service(system, title="Mail", code="MAIL", names_in_tickets="Mail")
    unnamed = make_service(system, title="Advice", code="ADV", names_in_tickets="")
    assert set(results_of(system.name, services_of(system.name)).values()) == {None}
    source = frozen(system)
    services = services_of(system.name)
    found = results_of(system.name, services)
    assert (found[network.name].share, found[network.name].tickets) == (50, 8)
    assert (found[lan.name].share, found[lan.name].period_start) == (25, stage.last_month()[0])
    assert found[silent.name] is found[unnamed.name] is None
    assert query_count(lambda: results_of(system.name, services)) == 3
    frappe.db.set_value("ITSM Evidence Source", source.name, "is_enabled", 0)
    assert set(results_of(system.name, services).values()) == {None}


def test_the_form_is_told_the_result(system):
    frozen(system)
    service = make_service(system)
    service.run_method("onload")
    assert frappe.parse_json(frappe.as_json(service))["__onload"]["result"]["share"] == 75


# -- register ----------------------------------------------------------------------------------------------------


def test_register(system, as_user):
    frozen(system)
    arrangement = make_arrangement(system, "Draft")
    network = make_service(system)
    make_service(
        system,
        "Proposed",
        title="Mail",
        title_zh="邮件服务",
        code="MAIL",
        agreements=[],
        foundations=[foundation(network), foundation(arrangement), foundation(process_of(system, "8.1"))],
    )
    make_service(system, "Retired", title="Telex", code="TLX", names_in_tickets="")
    make_service(stage.make_system())
    with as_user(AUDITOR):
        _columns, rows, _message, chart, summary = execute({"system": system.name})
        assert [(row["title"], row["agreement"], row["share"]) for row in rows] == [
            ("Mail", "None", 75),
            ("Network", "Holds", 75),
        ]
        assert "Link at least one agreement" in rows[0]["missing"]
        assert (rows[1]["missing"], rows[1]["customers"], rows[1]["requirements"]) == ("", "Sales", 1)
        assert [figure["value"] for figure in summary] == [2, 1, 0, 0]
        assert [dataset["values"] for dataset in chart["data"]["datasets"]] == [[0, 0, 1, 0], [1, 0, 0, 0]]
        (retired,) = execute({"system": system.name, "state": "Retired"})[1]
        assert (retired["title"], retired["missing"], retired["month"]) == ("Telex", "", "No Data")
        assert [row["title"] for row in execute({"system": system.name, "lacking": 1})[1]] == ["Mail"]
        assert execute({"system": system.name, "owner": MANAGER})[1] == []
        tree = execute({"system": system.name, "rests_on": 1})[1]
        assert [(row["indent"], row["title"]) for row in tree][:4] == [
            (0, "Mail"),
            (1, process_of(system, "8.1").title),
            (1, arrangement.title),
            (1, "Network"),
        ]
        frappe.local.lang = "zh"
        assert execute({"system": system.name})[1][0]["title"] == "邮件服务"


def test_register_costs_the_same_for_one_and_for_many(system, query_count):
    make_service(system)
    asked = {"system": system.name, "rests_on": 1}
    execute(asked)
    one = query_count(lambda: execute(asked))
    for number in range(4):
        make_service(system, title=f"More {number}", code=f"M-{number}")
    assert query_count(lambda: execute(asked)) == one


def test_who_may_read_no_service_gets_no_register(system, as_user):
    make_service(system)
    with as_user(OUTSIDER), pytest.raises(frappe.PermissionError):
        execute({"system": system.name})


# -- prints ------------------------------------------------------------------------------------------------------


@pytest.fixture
def catalogue(system):
    """Two public live services, and what customers do not get to see."""
    agreed = [
        requirement(requirement_zh="按时修复故障", target_zh="4 小时"),
        requirement(requirement="Costs fall every year", source="Organisation", target="5 %"),
        requirement(requirement="It is written down", target="", reference="Contract 7"),
    ]
    make_service(system, requirements=agreed, how_to_order="Call <4711>.")
    make_service(system, title="Advice", title_zh="", code="ADV", description_zh="")
    make_service(system, title="Payroll", code="PAY", is_public=0)
    make_service(system, "In Transition", title="Mail", code="MAIL")
    make_service(system, "Retired", title="Telex", code="TLX")
    return system


def test_the_public_catalogue_has_nothing_internal(catalogue):
    advice, network = public_catalogue(catalogue.name)
    assert advice["title"] == "Advice"
    assert network == {
        "title": "Network",
        "code": "NET",
        "description": "Every office is connected.",
        "service_hours": "Around the clock",
        "how_to_order": "Call <4711>.",
        "targets": [{"requirement": "Faults are mended in time", "target": "4 hours"}],
    }


@pytest.mark.parametrize("user", [STAFF, MANAGER])
def test_printed_in_both_languages(user, catalogue, as_user):
    frappe.db.set_value("ITSM System", catalogue.name, "organisational_unit_zh", "信息技术部")
    catalogue.reload()
    with as_user(user):
        sheet = print_of(catalogue, "ITSM Service Catalogue")
        frappe.local.lang = "zh"
        chinese = print_of(catalogue, "ITSM Service Catalogue")
    frappe.local.lang = "en"
    for text in ("Service Catalogue", "Network", "Call &lt;4711&gt;.", "4 hours", "Advice", "Around the clock"):
        assert text in sheet, text
    for text in ("服务目录", "网络服务", "连接各办公地点", "按时修复故障", "4 小时", "Advice", "信息技术部"):
        assert text in chinese, text
    for text in (OWNER, "Sales", "SLA-01", "Payroll", "Mail", "Telex", "Costs fall", "Contract 7", "Incident"):
        assert text not in sheet, text
        assert text not in chinese, text


def test_a_catalogue_without_services_says_so(system):
    assert "No public service is live" in print_of(system, "ITSM Service Catalogue")


def test_sheet_of_a_service(system, as_user):
    arrangement = make_arrangement(system, "Draft")
    below = [foundation(process_of(system, "8.1")), foundation(arrangement)]
    required = [requirement(requirement_zh="按时修复故障")]
    service = make_service(system, title="Network <b>", foundations=below, requirements=required)
    with as_user(MANAGER):
        sheet = print_of(service, "ITSM Service Sheet")
        frappe.local.lang = "zh"
        chinese = print_of(service, "ITSM Service Sheet")
    frappe.local.lang = "en"
    assert "按时修复故障" in chinese and "按时修复故障" not in sheet
    for text in (
        "Network &lt;b&gt;",
        "Faults are mended in time",
        frappe.db.get_value("ITSM Document", service.agreements[0].agreement, "title"),
        "Sales",
        arrangement.title,
        "Live",
    ):
        assert text in sheet, text
    assert "Network <b>" not in sheet
    assert service.agreements[0].agreement not in sheet
    with as_user(STAFF):
        assert arrangement.title not in print_of(service, "ITSM Service Sheet")


def test_nobody_who_may_not_read_the_system_prints_it(catalogue, as_user):
    stage.commit(catalogue)
    asked = f"doctype=ITSM System&name={catalogue.name}&format=ITSM Service Catalogue"
    for user, may in ((STAFF, True), (OUTSIDER, False)):
        with as_user(user):
            status, _answer = call("GET", f"/printview?{asked}")
            assert (status == 403) is not may, user


def test_a_row_is_not_changed_alone(system):
    service = make_service(system)
    row = frappe.get_doc("ITSM Service Customer", service.customers[0].name)
    row.customer_name = "Else"
    assert refused(row.save) == ("row_alone",)
