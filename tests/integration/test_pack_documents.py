"""Documents in the certification pack: every revision that was approved, the files of those in force, and who read."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import frappe
import pytest
from frappe.utils import now_datetime
from pypdf import PdfWriter

from sms_iso20000.api import pack
from sms_iso20000.conformity.engine import latest_run, run_conformity
from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.evidence.pack import revisions
from sms_iso20000.rules.decision import PDF_FILED
from tests.integration import stage
from tests.integration.made.documents import make_document
from tests.integration.made.packs import files_of, pack_of, verified
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF

HANDBOOK = b"How we handle incidents.\n" * 100


def one_page() -> bytes:
    """A PDF that the host accepts: its later releases look into it."""
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(content)
    return content.getvalue()


PRINTED = one_page()


def make_file(name: str, content: bytes):
    return frappe.get_doc({"doctype": "File", "file_name": name, "is_private": 1, "content": content}).insert()


@pytest.fixture
def handbook(system):
    """A document in force with a file and a PDF, which one of two people has acknowledged."""
    with stage.acting_as(MANAGER):
        url = make_file(f"handbook-{system.name[5:]}.txt", HANDBOOK).file_url
    document = make_document(system, "In Force", title="Handbook", file=url, content="<p>See <b>file</b>.</p>")
    printed = make_file(f"printed-{system.name[5:]}.pdf", PRINTED).file_url
    digest = hashlib.sha256(PRINTED).hexdigest()
    document.write_life(pdf=printed, pdf_hash=digest)
    record_decision(system.name, document, PDF_FILED, content_hash=digest)
    with stage.acting_as(STAFF):
        asked = {"reference_name": document.name, "user": STAFF}
        frappe.get_doc("ITSM Acknowledgement", frappe.db.get_value("ITSM Acknowledgement", asked)).acknowledge()
    document.reload()
    return document


@pytest.fixture
def documented(handbook, system):
    """Beside it: a plan of two revisions, and a draft."""
    plan = make_document(system, "In Force", title="Capacity Plan", kind="Plan", code="PLA-01")
    with stage.acting_as(MANAGER):
        second = frappe.get_doc("ITSM Document", plan.start_new_revision())
        second.change_summary = "More rooms."
        second.save()
    stage.take_steps(second, 3)
    make_document(system, "Draft", title="Unborn wording", code="DRA-01")
    run_conformity(system.name)
    return system


def records_in(files: dict[str, bytes]) -> list[dict]:
    names = [name for name in sorted(files) if name.startswith("documents/") and name.endswith(".json")]
    return [json.loads(files[name]) for name in names]


def test_every_revision_once_approved_is_there_as_sealed(documented):
    files = pack_of(documented)
    found = [(record["sealed_content"]["code"], record["life"]["workflow_state"]) for record in records_in(files)]
    assert found == [("PLA-01", "Superseded"), ("PLA-01", "In Force"), ("PRO-01", "In Force")]
    for record in records_in(files):
        document = frappe.get_doc("ITSM Document", record["record"]["name"])
        assert record["sealed_content"] == document.sealed_content()
        assert record["content_hash"] == document.content_hash
    assert not [name for name, content in files.items() if b"Unborn wording" in content]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pack_verifies_as_folder_and_as_zip(language, documented, tmp_path):
    frappe.db.set_value("User", AUDITOR, "language", language)
    frappe.clear_cache(user=AUDITOR)
    try:
        with stage.acting_as(AUDITOR):
            file = pack.make_pack(documented.name)
    finally:
        frappe.db.set_value("User", AUDITOR, "language", "en")
        frappe.clear_cache(user=AUDITOR)
    files = files_of(file)
    answer = verified(files, tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    zipped = verified(files, tmp_path, str(Path(file.get_full_path()).resolve()))
    assert (zipped.returncode, zipped.stdout) == (0, answer.stdout)
    index = files["index.html"].decode()
    assert f'<html lang="{language}">' in index
    assert ("文件负责人" in index) is (language == "zh")


def test_same_records_make_the_same_bytes_but_for_the_moment(documented):
    run, moment = latest_run(documented.name), now_datetime()
    assert pack._compose(documented.name, run, moment) == pack._compose(documented.name, run, moment)
    later = pack._compose(documented.name, run, frappe.utils.add_days(moment, 1))
    contents = [
        {name: zipped.read(name) for name in zipped.namelist()}
        for zipped in map(zipfile.ZipFile, map(io.BytesIO, (pack._compose(documented.name, run, moment), later)))
    ]
    assert {name for name in contents[0] if contents[0][name] != contents[1][name]} == {"index.html", "manifest.json"}


def test_files_of_the_revision_in_force_go_along(handbook, documented):
    files = pack_of(documented)
    place = f"documents/files/PRO-01-revision-1-{handbook.name}"
    assert files[f"{place}-file.txt"] == HANDBOOK
    assert files[f"{place}-pdf.pdf"] == PRINTED
    (record,) = [record for record in records_in(files) if record["record"]["name"] == handbook.name]
    assert record["files"] == {"file": f"{place}-file.txt", "pdf": f"{place}-pdf.pdf"}
    page = files[f"documents/PRO-01-revision-1-{handbook.name}.html"].decode()
    assert f'href="files/PRO-01-revision-1-{handbook.name}-file.txt"' in page
    assert handbook.file_hash in page and handbook.pdf_hash in page
    assert "See <b>file</b>." in page


def test_file_of_an_old_revision_stays_on_the_site(handbook, documented, tmp_path):
    with stage.acting_as(MANAGER):
        second = frappe.get_doc("ITSM Document", handbook.start_new_revision())
        second.update({"change_summary": "Written here.", "file": "", "content": "<p>All of it.</p>"})
        second.save()
    stage.take_steps(second, 3)
    files = pack_of(documented)
    assert not [name for name in files if name.startswith("documents/files/")]
    page = files[f"documents/PRO-01-revision-1-{handbook.name}.html"].decode()
    assert handbook.file_hash in page and "It is kept on the site" in page
    assert verified(files, tmp_path).returncode == 0


def test_large_file_is_named_with_its_digest_only(handbook, documented, monkeypatch, tmp_path):
    monkeypatch.setattr(revisions, "LARGEST_FILE", len(PRINTED))
    files = pack_of(documented)
    assert [name.rsplit("-", 1)[-1] for name in files if name.startswith("documents/files/")] == ["pdf.pdf"]
    page = files[f"documents/PRO-01-revision-1-{handbook.name}.html"].decode()
    assert handbook.file_hash in page and "It is kept on the site" in page
    assert verified(files, tmp_path).returncode == 0


def test_index_shows_documents_by_kind_with_owner_and_review(handbook, documented):
    index = pack_of(documented)["index.html"].decode()
    part = index[index.index("<h3>Documents</h3>") : index.index("<h3>Service level snapshots</h3>")]
    assert part.index(">Plan</th>") < part.index("Capacity Plan") < part.index(">Procedure</th>")
    assert part.index(">Procedure</th>") < part.index("Handbook")
    assert OWNER in part and str(handbook.next_review_on) in part
    assert "1 of 2 people" in part
    for place in {piece.split('"')[0] for piece in part.split('href="')[1:]}:
        assert place in pack_of(documented)


def test_acknowledgements_have_their_own_table(handbook, documented):
    table = pack_of(documented)["documents/acknowledgements.csv"].decode("utf-8-sig").splitlines()
    assert len(table) == 1 + len(stage.AUDIENCE)
    assert all(row.startswith('"Handbook, revision 1",') for row in table[1:])
    assert sum("Acknowledged" in row for row in table[1:]) == 1


# -- what somebody with access to the server changed ----------------------------------------------------------------


def path_of(url: str) -> Path:
    return Path(frappe.get_doc("File", {"file_url": url}).get_full_path())


@pytest.mark.parametrize("field", ["file", "pdf"])
@pytest.mark.parametrize("change", ["changed", "gone"])
def test_file_tampered_with_on_the_site_is_found(field, change, handbook, documented, tmp_path):
    path = path_of(handbook.get(field))
    path.write_bytes(b"Forged.") if change == "changed" else path.unlink()
    files = pack_of(documented)
    answer = verified(files, tmp_path)
    suffix = "txt" if field == "file" else "pdf"
    place = f"documents/files/PRO-01-revision-1-{handbook.name}-{field}.{suffix}"
    sealed_with = f"documents/PRO-01-revision-1-{handbook.name}.json"
    said = {
        "changed": f"{place}: is not the {field} that was sealed with {sealed_with}",
        "gone": f"{place}, which {sealed_with} names, is missing",
    }
    assert answer.returncode == 1
    assert said[change] in answer.stdout
    page = files[f"documents/PRO-01-revision-1-{handbook.name}.html"].decode()
    assert ("The file is gone from the site." in page) is (change == "gone")


def test_changed_record_is_found(handbook, documented, tmp_path):
    frappe.db.set_value("ITSM Document", handbook.name, "content", "<p>Forged.</p>")
    answer = verified(pack_of(documented), tmp_path)
    assert f"{handbook.name}.json: the content is not what was sealed" in answer.stdout
    assert answer.returncode == 1


@pytest.mark.parametrize("decision", ["Approved", "Issued", PDF_FILED])
def test_changed_decision_is_found(decision, handbook, documented, tmp_path):
    name = frappe.db.get_value("ITSM Decision", {"reference_name": handbook.name, "decision": decision})
    frappe.db.set_value("ITSM Decision", name, "content_hash", "0" * 64)
    answer = verified(pack_of(documented), tmp_path)
    assert f"({name}): it was changed" in answer.stdout
    assert answer.returncode == 1
