"""Services of the catalogue and obligations that tests start from."""

import frappe
from frappe.model.document import Document

from tests.integration.copies import made_once
from tests.integration.made.arrangements import document_of
from tests.integration.made.processes import process_of
from tests.integration.stage import MANAGER, OWNER, acting_as, step

STATES = ("Proposed", "In Transition", "Live", "Retired")
ACTIONS = ("Begin Transition", "Go Live", "Retire Service")
# The steps that a reason is given for, with the state each leads to.
REASONS = {"Retire Service": "Retired", "Return to Proposal": "Proposed", "Reopen Service": "Proposed"}


def service_values(system, **values) -> dict:
    """Everything that a live service needs; the agreement a document in force."""
    return {
        "doctype": "ITSM Service",
        "system": system.name,
        "title": "Network",
        "title_zh": "网络服务",
        "code": "NET",
        "service_owner": OWNER,
        "description": "Every office is connected.",
        "description_zh": "连接各办公地点。",
        "service_hours": "Around the clock",
        "how_to_order": "Call the service desk.",
        "requirements": [requirement()],
        "customers": [{"customer_name": "Sales", "customer_site": "North"}],
        "sites": [{"site": "Main data centre", "site_zh": "主数据中心"}],
        **_agreements(system, values),
        **_foundations(system, values),
        "names_in_tickets": "Network",
        **values,
    }


@made_once
def make_service(system, state: str = "Live", **values) -> Document:
    """A service in `state`: proposed by the manager, brought into transition, put live, retired."""
    with acting_as(MANAGER):
        service = frappe.get_doc(service_values(system, **values)).insert()
    for action in ACTIONS[: STATES.index(state)]:
        take(service, action)
    return service


def take(service, action: str, user: str = MANAGER) -> None:
    """Take a step by its action, with a reason where it needs one."""
    if action in REASONS:
        with acting_as(user):
            service.give_reason(REASONS[action], "Nobody uses it any more.")
    step(service, action, user)


def requirement(**values) -> dict:
    return {
        "doctype": "ITSM Service Requirement",
        "requirement": "Faults are mended in time",
        "source": "Customer",
        "target": "4 hours",
        **values,
    }


def agreement(doctype: str, name: str) -> dict:
    return {"doctype": "ITSM Service Agreement", "agreement_type": doctype, "agreement": name}


def foundation(record) -> dict:
    return {"doctype": "ITSM Service Foundation", "foundation_type": record.doctype, "foundation": record.name}


def obligation_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Obligation",
        "system": system.name,
        "title": "Protection of personal data",
        "kind": "Law",
        "issuer": "Parliament",
        "reference": "Act 12, sections 3 to 9",
        "obligation_owner": OWNER,
        "duties": "Personal data are kept no longer than needed.",
        "concerns_all": 1,
        **values,
    }


@made_once
def make_obligation(system, **values) -> Document:
    with acting_as(MANAGER):
        return frappe.get_doc(obligation_values(system, **values)).insert()


def _agreements(system, values: dict) -> dict:
    if "agreements" in values:
        return {}
    return {"agreements": [agreement("ITSM Document", document_of(system, "Service Level Agreement", "SLA-01"))]}


def _foundations(system, values: dict) -> dict:
    return {} if "foundations" in values else {"foundations": [foundation(process_of(system, "8.1"))]}
