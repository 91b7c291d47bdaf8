"""The catalogue in the database: complete, read-only, loaded once."""

import frappe
import pytest

from sms_iso20000.api.catalogue import children
from sms_iso20000.catalogue.reader import read_catalogue, shipped_catalogues
from sms_iso20000.refusal import Refused
from sms_iso20000.setup.catalogue import load_catalogue, sync_catalogues
from tests.integration.doors import DOORS
from tests.integration.stage import ADMIN, MANAGER

NAME = "2011 4.1.2 e"


def rows() -> list:
    return frappe.get_all(
        "ITSM Requirement",
        fields=["name", "modified", "lft", "rgt", "parent_itsm_requirement", "title_en", "guidance_zh"],
        order_by="name asc",
    )


def test_everything_shipped_is_there():
    catalogue = read_catalogue(shipped_catalogues()[0])
    stored = {row.name: row for row in rows()}
    assert set(stored) == {f"2011 {node.id}" for node in catalogue.nodes}
    for node in catalogue.nodes:
        assert stored[f"2011 {node.id}"].title_en == node.title.en


def test_tree_is_nested_as_the_standard_is():
    stored = {row.name: row for row in rows()}
    leaf, clause, root = stored[NAME], stored["2011 4.1.2"], stored["2011 4"]
    assert root.lft < clause.lft < leaf.lft < leaf.rgt < clause.rgt < root.rgt
    assert leaf.parent_itsm_requirement == "2011 4.1.2"


def test_loading_again_changes_nothing():
    before = rows()
    assert sync_catalogues() == 0
    assert rows() == before


def test_a_changed_row_is_restored():
    frappe.db.set_value("ITSM Requirement", NAME, {"title_en": "Forged", "catalogue_digest": "x"})
    assert sync_catalogues() > 0
    assert frappe.db.get_value("ITSM Requirement", NAME, "title_en") != "Forged"
    assert sync_catalogues() == 0


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", ["Administrator", ADMIN, MANAGER])
def test_nobody_changes_it(door, user, system, as_user):
    requirement = frappe.get_doc("ITSM Requirement", NAME)
    requirement.system = system.name
    with as_user(user):
        refusal = door(requirement, title_en="Forged")
    assert refusal.code in ("catalogue_read_only", "PermissionError")
    assert frappe.db.get_value("ITSM Requirement", NAME, "title_en") != "Forged"


def test_nobody_deletes_or_renames_it():
    with pytest.raises(Refused):
        frappe.delete_doc("ITSM Requirement", NAME)
    with pytest.raises(frappe.ValidationError):
        frappe.rename_doc("ITSM Requirement", NAME, "2011 x", force=True)
    with pytest.raises(Refused):
        frappe.get_doc("ITSM Requirement", NAME).db_set("title_en", "Forged")
    assert frappe.db.exists("ITSM Requirement", NAME)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("edition: [", "not valid YAML"),
        ("edition: '2011'", "lacks"),
        ("- a list", "does not hold a catalogue"),
    ],
)
def test_malformed_file_is_refused_whole(content, named, tmp_path):
    before = rows()
    path = tmp_path / "iso20000_1_2011.yaml"
    path.write_text(content)
    with pytest.raises(frappe.ValidationError, match=named):
        load_catalogue(path)
    assert rows() == before


def test_duplicate_id_is_refused_by_name(tmp_path):
    text = shipped_catalogues()[0].read_text()
    path = tmp_path / "iso20000_1_2011.yaml"
    path.write_text(text.replace('id: "4.1.2 f"', 'id: "4.1.2 e"'))
    with pytest.raises(frappe.ValidationError, match=r"4\.1\.2 e"):
        load_catalogue(path)


@pytest.mark.parametrize(("language", "chinese"), [("en", False), ("zh", True)])
def test_tree_view_in_the_readers_language(language, chinese, as_user):
    frappe.local.lang = language
    with as_user(MANAGER):
        roots = children("ITSM Requirement")
        below = children("ITSM Requirement", "2011 4.1.2")
    assert [row["value"] for row in roots] == ["2011 4"]
    assert [row["value"][-1] for row in below] == list("abcdef")
    assert all(row["title"].isascii() is not chinese for row in below)
