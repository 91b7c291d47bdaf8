"""Files of sealed records stay as they are, whoever tries by whatever route; the bytes on the disk are looked at."""

import io
import zipfile
from pathlib import Path

import frappe
import pytest
from frappe.core.api.file import move_file, unzip_file
from frappe.desk.form.utils import remove_attach
from PIL import Image

from sms_iso20000.evidence.kept_files import refuse_change_of_kept, refuse_end_of_kept
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import client_set_value, request, save_form
from tests.integration.made.by_hand import make_evidence, make_file
from tests.integration.made.documents import make_document
from tests.integration.stage import MANAGER, OWNER

CONTENT = b"Minutes \xff\x00"


@pytest.fixture
def on_disk():
    """Takes the files of a test off the disk that no record tells of any more."""
    before = set(_files())
    yield
    frappe.db.rollback()
    stage.wipe_committed()
    for path in set(_files()) - before:
        path.unlink()


def _files() -> list[Path]:
    return [
        path
        for folder in (("private", "files"), ("public", "files"))
        for path in Path(frappe.get_site_path(*folder)).iterdir()
        if path.is_file()
    ]


def bytes_at(url: str) -> bytes:
    return Path(frappe.get_site_path(*url.strip("/").split("/"))).read_bytes()


@pytest.fixture
def sealed(system, on_disk):
    """Confirmed evidence, whose file is held by the decision."""
    return make_evidence(system, "Confirmed", file=make_file(OWNER, CONTENT + frappe.generate_hash().encode()))


def rows_of(url: str) -> list:
    names = frappe.get_all("File", filters={"file_url": url}, pluck="name", order_by="creation asc, name asc")
    return [frappe.get_doc("File", name) for name in names]


def row_of(record):
    return next(row for row in rows_of(record.file) if row.attached_to_name == record.name)


def test_what_is_sealed_is_held_twice(sealed):
    own, held = rows_of(sealed.file)
    decision = frappe.get_doc("ITSM Decision", held.attached_to_name)
    assert (own.attached_to_doctype, own.attached_to_name) == ("ITSM Evidence", sealed.name)
    assert (held.attached_to_doctype, decision.decision) == ("ITSM Decision", "Confirmed")
    assert (decision.reference_name, held.is_private) == (sealed.name, 1)
    assert own.content_hash == held.content_hash != ""


def test_a_draft_holds_nothing(system, on_disk):
    draft = make_evidence(system, file=make_file(OWNER, CONTENT))
    (own,) = rows_of(draft.file)
    frappe.delete_doc("File", own.name)
    assert not rows_of(draft.file)


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_deletes_it(sealed, which):
    before = bytes_at(sealed.file)
    row = rows_of(sealed.file)[which]
    with pytest.raises(Refused) as refusal:
        frappe.delete_doc("File", row.name, force=True, ignore_permissions=True)
    assert refusal.value.codes == ("file_kept",)
    assert sealed.name in str(refusal.value)
    assert bytes_at(sealed.file) == before
    assert len(rows_of(sealed.file)) == 2


def test_nobody_deletes_it_by_the_form_nor_by_rest(sealed):
    before = bytes_at(sealed.file)
    row = row_of(sealed)
    frappe.form_dict.update(fid=row.name, dt="ITSM Evidence", dn=sealed.name)
    with pytest.raises(Refused):
        remove_attach()
    stage.commit(frappe.get_doc("ITSM System", sealed.system))
    refusal = request("DELETE", f"/api/resource/File/{row.name}")
    assert refusal.codes == ("file_kept",)
    assert bytes_at(sealed.file) == before
    assert len(rows_of(sealed.file)) == 2


def test_both_records_cannot_be_deleted_one_after_the_other(sealed):
    before = bytes_at(sealed.file)
    for row in rows_of(sealed.file):
        frappe.db.savepoint("one")
        with pytest.raises(Refused):
            frappe.delete_doc("File", row.name, force=True)
        frappe.db.rollback(save_point="one")
    assert bytes_at(sealed.file) == before


@pytest.mark.parametrize("door", [client_set_value, save_form])
@pytest.mark.parametrize(
    "changes",
    [
        {"is_private": 0},
        {"file_name": "other.bin"},
        {"file_url": "/private/files/other.bin"},
        {"content_hash": "0" * 32},
        {"attached_to_name": "ITSM-EVI-00000"},
        {"attached_to_doctype": None, "attached_to_name": None},
        {"folder": "elsewhere"},
        {"thumbnail_url": "self"},
    ],
)
def test_nobody_changes_its_records(door, sealed, changes):
    before = bytes_at(sealed.file)
    for row in rows_of(sealed.file):
        meant = {"self": sealed.file, "elsewhere": "Home" if row.folder != "Home" else "Home/Attachments"}
        wanted = {field: meant.get(value, value) for field, value in changes.items()}
        assert door(row, **wanted).codes == ("file_kept",), row.attached_to_doctype
        stored = frappe.get_doc("File", row.name)
        assert [stored.get(field) for field in changes] == [row.get(field) for field in changes]
    assert bytes_at(sealed.file) == before


def test_nobody_makes_it_public_by_rest(sealed):
    before = bytes_at(sealed.file)
    row = row_of(sealed)
    stage.commit(frappe.get_doc("ITSM System", sealed.system))
    assert request("PUT", f"/api/resource/File/{row.name}", {"is_private": 0}).codes == ("file_kept",)
    assert bytes_at(sealed.file) == before
    assert frappe.db.get_value("File", row.name, "is_private") == 1


def test_nobody_moves_it(sealed):
    row = row_of(sealed)
    with pytest.raises(Refused):
        move_file([{"name": row.name}], "Home/Attachments", "Home")
    assert frappe.db.get_value("File", row.name, "folder") == row.folder == "Home"


def test_nobody_renames_its_records(sealed):
    with pytest.raises(Refused):
        frappe.rename_doc("File", row_of(sealed).name, "another", force=True)
    assert row_of(sealed)


def picture(colour: str) -> bytes:
    content = io.BytesIO()
    # Large enough for the host to make it smaller.
    Image.effect_noise((1300, 1300), 60).convert("RGB").save(content, "PNG")
    return content.getvalue() + colour.encode()


def make_picture(name: str, content: bytes):
    return frappe.get_doc({"doctype": "File", "file_name": name, "is_private": 1, "content": content}).insert()


def test_an_image_is_not_made_smaller(system, on_disk):
    file = make_picture(f"{frappe.generate_hash(length=8)}.png", picture("red"))
    file.db_set("owner", OWNER)
    evidence = make_evidence(system, "Confirmed", file=file.file_url)
    before = bytes_at(evidence.file)
    with pytest.raises(Refused):
        row_of(evidence).optimize_file()
    assert bytes_at(evidence.file) == before


def test_an_archive_is_not_unpacked_away(system, on_disk):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("inside.txt", frappe.generate_hash())
    file = make_picture(f"{frappe.generate_hash(length=8)}.zip", content.getvalue())
    file.db_set("owner", OWNER)
    evidence = make_evidence(system, "Confirmed", file=file.file_url)
    with pytest.raises(Refused):
        unzip_file(row_of(evidence).name)
    assert bytes_at(evidence.file) == content.getvalue()


def test_an_upload_of_the_same_name_is_another_file(sealed):
    before = bytes_at(sealed.file)
    name = sealed.file.rsplit("/", 1)[-1]
    other = make_picture(name, b"something else")
    assert other.file_url != sealed.file
    assert bytes_at(sealed.file) == before
    frappe.delete_doc("File", other.name)
    assert bytes_at(sealed.file) == before


def test_an_upload_of_the_same_content_may_go_again(sealed):
    """Somebody attaches the same file to a record of theirs, and takes it off: theirs goes, the content stays."""
    before = bytes_at(sealed.file)
    todo = frappe.get_doc({"doctype": "ToDo", "description": "Read the minutes"}).insert()
    copy = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": "copy.bin",
            "is_private": 1,
            "content": before,
            "attached_to_doctype": "ToDo",
            "attached_to_name": todo.name,
        }
    ).insert()
    assert copy.file_url == sealed.file
    assert client_set_value(copy, is_private=0).codes == ("file_kept",)
    frappe.delete_doc("File", copy.name)
    assert bytes_at(sealed.file) == before
    assert len(rows_of(sealed.file)) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"thumbnail_url": "{url}"},
        {"thumbnail_url": "/{name}"},
        {"file_url": "{url}"},
        {"file_url": "https://elsewhere.example.com/{name}"},
        {"file_name": "{name}"},
    ],
)
def test_no_other_record_reaches_it(sealed, changes):
    """The end of a record that names the file elsewhere would take it along."""
    name = sealed.file.rsplit("/", 1)[-1]
    before = bytes_at(sealed.file)
    other = make_picture("other.bin", b"another content")
    wanted = {field: value.format(url=sealed.file, name=name) for field, value in changes.items()}
    assert client_set_value(other, **wanted).codes == ("file_kept",)
    frappe.delete_doc("File", other.name, force=True)
    assert bytes_at(sealed.file) == before


@pytest.mark.parametrize("field", ["content_hash", "thumbnail_url", "file_name"])
def test_records_laid_out_before_the_seal_are_put_right(system, on_disk, field):
    """A record with a wrong hash, made before, would take the content along when it is deleted or changed."""
    file = frappe.get_doc("File", {"file_url": make_file(OWNER, frappe.generate_hash().encode())})
    trap = make_picture("trap.bin", frappe.generate_hash().encode())
    name = file.file_url.rsplit("/", 1)[-1]
    laid = {
        "content_hash": {"file_url": file.file_url, "content_hash": "0" * 32},
        "thumbnail_url": {"thumbnail_url": file.file_url},
        "file_name": {"file_name": name},
    }
    url = trap.file_url
    frappe.db.set_value("File", trap.name, laid[field])
    if field == "content_hash":
        frappe.db.set_value("File", trap.name, {"attached_to_doctype": "ToDo", "attached_to_name": "1"})
    evidence = make_evidence(system, "Confirmed", file=file.file_url)
    before = bytes_at(evidence.file)
    if field == "file_name":
        assert frappe.db.get_value("File", trap.name, "file_name") == url.rsplit("/", 1)[-1]
    frappe.delete_doc("File", trap.name, force=True)
    assert bytes_at(evidence.file) == before


def test_attachments_of_a_document_are_held_from_its_approval(system, on_disk):
    document = make_document(system, "In Review")
    attached = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{frappe.generate_hash(length=8)}.bin",
            "is_private": 1,
            "content": frappe.generate_hash().encode(),
            "attached_to_doctype": document.doctype,
            "attached_to_name": document.name,
        }
    ).insert()
    assert len(rows_of(attached.file_url)) == 1
    stage.step(document, "Approve", stage.TOP)
    assert len(rows_of(attached.file_url)) == 2
    stage.step(document, "Put In Force", stage.TOP)
    assert len(rows_of(attached.file_url)) == 2
    with pytest.raises(Refused):
        frappe.delete_doc("File", attached.name, force=True)
    later = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{frappe.generate_hash(length=8)}.bin",
            "is_private": 1,
            "content": frappe.generate_hash().encode(),
            "attached_to_doctype": document.doctype,
            "attached_to_name": document.name,
        }
    ).insert()
    frappe.delete_doc("File", later.name)
    assert not frappe.db.exists("File", later.name)


def test_an_ordinary_file_costs_one_query(query_count, on_disk):
    file = make_picture("ordinary.bin", frappe.generate_hash().encode())
    assert query_count(lambda: refuse_change_of_kept(file)) == 1
    assert query_count(lambda: refuse_end_of_kept(file)) == 1


def test_the_manager_reads_it_still(sealed, as_user):
    with as_user(MANAGER):
        assert all(row.has_permission("read") for row in rows_of(sealed.file))


def test_removing_the_app_takes_its_files_along(sealed, monkeypatch):
    """The host removes what is attached to our records with our record types; nothing is left on the disk."""
    monkeypatch.setitem(frappe.flags, "in_uninstall", True)
    for row in rows_of(sealed.file):
        frappe.delete_doc("File", row.name, force=True, ignore_permissions=True)
    assert not rows_of(sealed.file)
    with pytest.raises(FileNotFoundError):
        bytes_at(sealed.file)
