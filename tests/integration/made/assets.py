"""Assets and licences that tests start from."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, acting_as


def asset_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Service Asset",
        "system": system.name,
        "title": "Monitoring licence",
        "kind": "Software Licence",
        "custodian": OWNER,
        "basis": "Licence",
        "basis_reference": "ML-2024-117",
        "is_counted": 1,
        "entitled": 10,
        "in_use": 8,
        "expires_on": add_days(today(), 200),
        **values,
    }


@made_once
def make_asset(system, checked: bool = True, **values) -> Document:
    with acting_as(MANAGER):
        asset = frappe.get_doc(asset_values(system, **values)).insert()
        if checked:
            asset.check(asset.in_use)
    return asset
