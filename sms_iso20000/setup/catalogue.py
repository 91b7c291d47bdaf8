"""Loading the shipped catalogues into ITSM Requirement."""

from pathlib import Path

import frappe
from frappe import _

from sms_iso20000.catalogue.reader import (
    LANGUAGES,
    SENTENCES,
    Catalogue,
    MalformedCatalogue,
    Node,
    read_catalogue,
    shipped_catalogues,
)

TEXTS = ("title", "requirement", "guidance")


def sync_catalogues() -> int:
    """Load every shipped catalogue whose content is not in the database yet; returns how many rows were written."""
    return sum(load_catalogue(path) for path in shipped_catalogues())


def load_catalogue(path: Path) -> int:
    """Rows written from one catalogue file; 0 where it is loaded already. A malformed file is refused as a whole."""
    try:
        catalogue = read_catalogue(path)
    except MalformedCatalogue as fault:
        frappe.throw(_(SENTENCES[fault.code]).format(**fault.values), title=_("Catalogue not loaded"))
    present = {
        row.name: row.catalogue_digest
        for row in frappe.get_all(
            "ITSM Requirement",
            filters={"edition": catalogue.edition},
            fields=["name", "catalogue_digest"],
            order_by="position asc",
        )
    }
    wanted = {requirement_name(catalogue.edition, node.id) for node in catalogue.nodes}
    if set(present) == wanted and set(present.values()) == {catalogue.digest}:
        return 0
    for node in catalogue.nodes:
        _write(catalogue, node, requirement_name(catalogue.edition, node.id) in present)
    return len(catalogue.nodes)


def requirement_name(edition: str, clause: str) -> str:
    """The record name of a clause or requirement."""
    return f"{edition} {clause}"


def _write(catalogue: Catalogue, node: Node, exists: bool) -> None:
    name = requirement_name(catalogue.edition, node.id)
    row = frappe.get_doc("ITSM Requirement", name) if exists else frappe.new_doc("ITSM Requirement")
    row.update(
        {
            "edition": catalogue.edition,
            "clause": node.id,
            "parent_itsm_requirement": requirement_name(catalogue.edition, node.parent) if node.parent else None,
            "is_group": int(node.kind == "clause"),
            "position": node.position,
            "catalogue_digest": catalogue.digest,
        }
    )
    for field in TEXTS:
        text = getattr(node, field)
        for language in LANGUAGES:
            row.set(f"{field}_{language}", getattr(text, language) if text else "")
    row.flags.by_catalogue_loader = True
    row.save(ignore_permissions=True)
