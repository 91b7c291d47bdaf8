"""The register of assets and licences: ours, and what else the host keeps for the same organisation (4.1.4 d)."""

from datetime import date

import frappe
from frappe.utils import add_days, cint, getdate, today

from sms_iso20000.integrations import host_assets
from sms_iso20000.rules.asset import Asset, Standing, as_quantity, standing

FIELDS = (
    "name",
    "title",
    "kind",
    "custodian",
    "basis",
    "basis_reference",
    "basis_file",
    "basis_name",
    "is_counted",
    "entitled",
    "in_use",
    "expires_on",
    "checked_on",
    "checked_by",
    "reference_doctype",
    "reference_name",
)


def register_of(system: str, as_reader: bool = False, day: date | None = None) -> list[frappe._dict]:
    """Active assets of `system`, then those of the host's that have no basis on record; a fixed number of queries.

    Each row has reference_doctype and reference_name of the record it stands for, title, kind, custodian, basis,
    basis_reference, is_counted, entitled, in_use, expires_on, checked_on, checked_by, host_asset, standing (the
    gravest) and reasons (all) as of `day`, or today. With `as_reader` only what the signed-in user may read is listed.
    """
    read = frappe.get_list if as_reader else frappe.get_all
    ours = read(
        "ITSM Service Asset",
        filters={"system": system, "is_active": 1, **({"creation": ["<", add_days(day, 1)]} if day else {})},
        fields=list(FIELDS),
        order_by="title asc, name asc",
        limit_page_length=0,
    )
    day, months = day or getdate(today()), cint(frappe.db.get_value("ITSM System", system, "asset_check_interval"))
    return [_row(row, standing(as_asset(row), day, months)) for row in ours] + _without_basis(system, as_reader)


def standing_of(asset: dict) -> list[str]:
    """Everything that holds of one asset of ours today, the gravest first."""
    months = cint(frappe.db.get_value("ITSM System", asset.get("system"), "asset_check_interval"))
    return [found.value for found in standing(as_asset(asset), getdate(today()), months)]


def as_asset(row: dict) -> Asset:
    """What the rules need to know of an asset of ours, from a row or a document."""
    return Asset(
        basis=row.get("basis") or "",
        has_proof=any((row.get(field) or "").strip() for field in ("basis_reference", "basis_file", "basis_name")),
        is_counted=bool(cint(row.get("is_counted"))),
        entitled=as_quantity(row.get("entitled")) or 0,
        in_use=as_quantity(row.get("in_use")) or 0,
        expires_on=getdate(row.get("expires_on")) if row.get("expires_on") else None,
        checked_on=getdate(row.get("checked_on")) if row.get("checked_on") else None,
    )


def _row(row: dict, found: tuple[Standing, ...]) -> frappe._dict:
    row.update(
        host_asset=row.reference_name,
        reference_doctype="ITSM Service Asset",
        reference_name=row.name,
        standing=found[0].value,
        reasons=[reason.value for reason in found],
    )
    return row


def _without_basis(system: str, as_reader: bool) -> list[frappe._dict]:
    organisation = frappe.db.get_value(
        "ITSM System", system, ["host_organisation_type", "host_organisation"], as_dict=True
    )
    held = host_assets(organisation.host_organisation_type, organisation.host_organisation, as_reader)
    if not held:
        return []
    # Whichever system has it on record: the host knows companies only.
    on_record = set(
        frappe.get_all(
            "ITSM Service Asset",
            filters={"reference_doctype": held[0].reference_doctype, "is_active": 1},
            pluck="reference_name",
            order_by="reference_name asc",
        )
    )
    missing = Standing.NO_BASIS.value
    return [
        frappe._dict(row, host_asset=row.reference_name, standing=missing, reasons=[missing])
        for row in held
        if row.reference_name not in on_record
    ]
