"""The certification pack from real records: it verifies by itself, holds one system only, and goes to nobody else."""

import io
import json
import zipfile
from pathlib import Path

import frappe
import pytest
from frappe.utils import now_datetime
from markupsafe import escape

from sms_iso20000.api import pack
from sms_iso20000.api.verdict import record_verdict
from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.evidence.pack import pages, verify
from sms_iso20000.evidence.snapshot import freeze_last_month
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import request
from tests.integration.made.communications import make_communication
from tests.integration.made.packs import files_of, pack_of, verified
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, TOP

DOOR = "/api/method/sms_iso20000.api.pack.request_pack"
MAY_NOT = (OWNER, EXTERNAL, STAFF, OUTSIDER)


@pytest.fixture(scope="module", autouse=True)
def tickets(site):
    """Making a record type commits, so it comes before the first record."""
    stage.make_ticket_doctype()


@pytest.fixture
def evaluated(system):
    """A system with a superseded and an issued policy, a snapshot that was taken twice, two verdicts and a run."""
    first = stage.make_policy(system, "In Force")
    with stage.acting_as(MANAGER):
        second = frappe.get_doc("ITSM Policy", first.start_new_revision())
        second.change_summary = "Names the new customer."
        second.save()
    stage.take_steps(second, 3)
    with stage.acting_as(STAFF):
        asked = {"reference_name": second.name, "user": STAFF}
        frappe.get_doc("ITSM Acknowledgement", frappe.db.get_value("ITSM Acknowledgement", asked)).acknowledge()
    source = stage.make_source(system)
    day, _last = stage.last_month()
    for _time in range(2):
        stage.make_tickets(system, day, {"yes": 3, "no": 1, "paused": 1})
        freeze_last_month(source.name)
    with stage.acting_as(AUDITOR):
        record_verdict(system.name, "2011 4.1.2 a", "Conforms", "Talked to three people.")
        record_verdict(system.name, "2011 4.1.2 b", "Does Not Conform", "Nobody could say what was promised.")
    run_conformity(system.name)
    return system


def bell(user: str) -> dict:
    """The newest entry under the bell."""
    return frappe.get_all(
        "Notification Log",
        filters={"for_user": user},
        fields=["subject", "document_type", "document_name"],
        order_by="creation desc, name desc",
        limit=1,
    )[0]


# -- what is in it ---------------------------------------------------------------------------------------------------


def test_pack_verifies_without_the_app(evaluated, tmp_path):
    answer = verified(pack_of(evaluated), tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_pack_of_an_empty_system_verifies(system, tmp_path):
    run_conformity(system.name)
    answer = verified(pack_of(system), tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_files(evaluated):
    files = pack_of(evaluated)
    assert {
        *("README.txt", "index.html", "manifest.json", "verify.py", "sealing.py", "chain.py"),
        *("decisions.json", "decisions.csv", "conformity.json", "policy/acknowledgements.csv", "snapshots/index.html"),
    } <= set(files)
    policies = [
        json.loads(files[name]) for name in sorted(files) if name.startswith("policy/") and name.endswith(".json")
    ]
    assert [policy["life"]["workflow_state"] for policy in policies] == ["Superseded", "In Force"]
    for policy in policies:
        record = frappe.get_doc("ITSM Policy", policy["record"]["name"])
        assert policy["sealed_content"] == record.sealed_content()
        assert policy["content_hash"] == record.content_hash
    snapshots = [name for name in files if name.startswith("snapshots/") and name.endswith(".json")]
    assert sorted(name.startswith("snapshots/replaced/") for name in snapshots) == [False, True]
    manifest = json.loads(files["manifest.json"])
    assert manifest["system"] == evaluated.name
    assert manifest["edition"] == "2011"
    assert AUDITOR in manifest["made_by"]
    assert manifest["chain"]["length"] == frappe.db.count("ITSM Decision", {"system": evaluated.name})
    assert files["policy/acknowledgements.csv"].decode("utf-8-sig").count("\r\n") == 1 + len(stage.AUDIENCE)


def test_drafts_stay_out(system):
    draft = stage.make_policy(system, "In Review", title="Unborn wording")
    run_conformity(system.name)
    files = pack_of(system)
    assert not [name for name in files if draft.name in name]
    assert not [name for name, content in files.items() if b"Unborn wording" in content]


def test_withdrawn_after_approval_goes_along(system, as_user, tmp_path):
    policy = stage.make_policy(system, "Approved")
    with as_user(TOP):
        policy.give_withdrawal_reason("Overtaken by events.")
    stage.step(policy, "Withdraw", TOP)
    run_conformity(system.name)
    files = pack_of(system)
    (name,) = [name for name in files if name.startswith("policy/") and name.endswith(".json")]
    assert json.loads(files[name])["life"]["workflow_state"] == "Withdrawn"
    assert verified(files, tmp_path).returncode == 0


def test_index_shows_every_requirement_with_status_verdict_and_proof(evaluated):
    files = pack_of(evaluated)
    index = files["index.html"].decode()
    for title in frappe.get_all("ITSM Requirement", {"edition": "2011"}, pluck="title_en", order_by="position asc"):
        assert str(escape(title)) in index
    assert index.count('<article class="requirement"') == json.loads(files["conformity.json"])["run"]["requirements"]
    assert "Talked to three people." in index
    assert index.count("This verdict disagrees with the computed status.") == 1
    for place in {part.split('"')[0].split("#")[0] for part in index.split('href="')[1:]} - {""}:
        assert place in files
    assert "<script" not in index and "http://" not in index and "https://" not in index


def test_nothing_of_another_system(evaluated):
    other = stage.make_system(system_name="Strangers XY4711", organisational_unit="Unit XY4711")
    policy = stage.make_policy(other, "In Force", code="OTHER-XY4711", title="Policy XY4711")
    run_conformity(other.name)
    for name, content in pack_of(evaluated).items():
        assert "XY4711" not in name
        assert b"XY4711" not in content
        assert policy.name.encode() not in content


def test_same_records_make_the_same_bytes(evaluated):
    run, moment = pack.latest_run(evaluated.name), now_datetime()
    assert pack._compose(evaluated.name, run, moment) == pack._compose(evaluated.name, run, moment)


def test_change_behind_the_app_is_found(evaluated, tmp_path):
    name = frappe.db.get_value("ITSM Policy", {"system": evaluated.name, "workflow_state": "In Force"})
    frappe.db.set_value("ITSM Policy", name, "commitment_to_requirements", "We do what we like.")
    answer = verified(pack_of(evaluated), tmp_path)
    assert answer.returncode == 1
    assert f"{name}.json: the content is not what was sealed" in answer.stdout


# -- what people wrote -----------------------------------------------------------------------------------------------


def test_hostile_texts_are_escaped(evaluated):
    hostile = "<script>alert(1)</script>"
    name = frappe.db.get_value("ITSM Policy", {"system": evaluated.name, "workflow_state": "In Force"})
    # Past the host's own cleaning, as an import into the database would.
    frappe.db.set_value("ITSM Policy", name, {"title": hostile, "change_summary": hostile, "content": hostile})
    frappe.db.set_value("ITSM System", evaluated.name, {"organisational_unit": hostile, "purpose": hostile})
    snapshots = frappe.get_all(
        "ITSM Service Level Snapshot", {"system": evaluated.name}, pluck="name", order_by="name asc"
    )
    counted = {"dimension": "Service", "parent": ["in", snapshots]}
    frappe.db.set_value("ITSM Service Level Snapshot Count", counted, "value", hostile)
    communication = make_communication(evaluated, "Sending")
    frappe.db.set_value("ITSM Communication", communication.name, {"title": hostile, "content": hostile})
    pages_found = {name: content for name, content in pack_of(evaluated).items() if name.endswith(".html")}
    assert len(pages_found) == 5
    for content in pages_found.values():
        assert b"<script" not in content
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in pages_found["index.html"]
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in pages_found["records/index.html"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script><p>Text</p>",
        '"<script>alert(1)</script> Text"',
        "Text <img src=x onerror=alert(1) ",
        "<p onclick=alert(1)>Text</p>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>Text",
        '<a href="javascript:alert(1)">Text</a>',
        '<meta http-equiv="refresh" content="0;url=https://example.com">Text',
        '<link rel="stylesheet" href="https://example.com/x.css">Text',
        '<form action="https://example.com"><input name="password">Text</form>',
        '<img src="https://example.com/pixel.png">Text',
        "<style>body { display: none }</style>Text",
    ],
)
def test_rich_text_keeps_the_words_and_nothing_that_acts(hostile):
    shown = pages.rich_text(hostile)
    assert "Text" in shown
    for mark in ("<script", "<img", "<svg", "<style", "<meta", "<link", "<form", "<input", " onclick", "javascript:"):
        assert mark not in shown


def test_rich_text_keeps_its_form():
    text = '<h2>We</h2><ul><li>serve <b>you</b></li></ul><p><a href="https://example.com">here</a></p>'
    assert text in pages.rich_text(text)


def test_pack_speaks_the_language_of_its_maker(evaluated):
    frappe.db.set_value("User", AUDITOR, "language", "zh")
    frappe.clear_cache(user=AUDITOR)
    try:
        index = pack_of(evaluated)["index.html"].decode()
        assert frappe.local.lang == "en"
    finally:
        frappe.db.set_value("User", AUDITOR, "language", "en")
        frappe.clear_cache(user=AUDITOR)
    requirement = frappe.get_doc("ITSM Requirement", "2011 4.1.2 a")
    assert '<html lang="zh">' in index
    assert requirement.requirement_zh in index
    assert requirement.requirement_en not in index


# -- who gets it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", [MANAGER, AUDITOR, TOP])
def test_job_attaches_a_private_file_and_tells(user, evaluated, as_user):
    with as_user(user):
        pack.request_pack(evaluated.name)
        pack.make_and_tell(evaluated.name)
        told = bell(user)
        assert evaluated.name in told.subject and "ready" in told.subject
        file = frappe.get_doc("File", told.document_name)
        file.check_permission("read")
    assert (told.document_type, file.is_private, file.owner) == ("File", 1, user)
    assert (file.attached_to_doctype, file.attached_to_name) == ("ITSM Conformity Run", pack.latest_run(evaluated.name))
    assert verify.MANIFEST in files_of(file)


@pytest.mark.parametrize("user", MAY_NOT)
def test_others_cannot_ask_for_it(user, evaluated, as_user):
    with as_user(user), pytest.raises(frappe.PermissionError):
        pack.request_pack(evaluated.name)


@pytest.mark.parametrize("user", MAY_NOT)
def test_others_cannot_ask_for_it_over_rest(user, evaluated, as_user):
    stage.commit(evaluated)
    with as_user(user):
        refusal = request("POST", DOOR, {"system": evaluated.name})
    assert refusal.status == 403
    assert not frappe.db.exists("File", {"attached_to_name": pack.latest_run(evaluated.name)})


def test_get_is_no_way_in(evaluated, as_user):
    stage.commit(evaluated)
    with as_user(AUDITOR):
        assert request("GET", f"{DOOR}?system={evaluated.name}").status == 403


def test_fenced_off_to_another_system(evaluated, as_user):
    other = stage.make_system()
    fence = {"doctype": "User Permission", "user": AUDITOR, "allow": "ITSM System", "for_value": other.name}
    frappe.get_doc(fence).insert()
    stage.commit(other)
    stage.commit(evaluated)
    try:
        with as_user(AUDITOR):
            with pytest.raises(frappe.PermissionError):
                pack.request_pack(evaluated.name)
            assert request("POST", DOOR, {"system": evaluated.name}).status == 403
            # The right may be lost while the job waits.
            pack.make_and_tell(evaluated.name)
            assert "The permission for it is gone." in bell(AUDITOR).subject
        file = pack.make_pack(evaluated.name)
        with as_user(AUDITOR):
            assert not frappe.get_doc("File", file.name).has_permission("read")
    finally:
        frappe.db.delete("User Permission", {"user": AUDITOR})
        frappe.db.commit()
        frappe.clear_cache(user=AUDITOR)


def test_staff_cannot_read_the_file(evaluated, as_user):
    file = pack.make_pack(evaluated.name)
    for user, may in ((STAFF, False), (OUTSIDER, False), (EXTERNAL, False), (AUDITOR, True), (TOP, True)):
        with as_user(user):
            assert bool(file.is_downloadable()) is may, user


def test_external_auditor_named_by_the_system_reads_the_file(system, as_user):
    system.append("external_auditors", {"user": EXTERNAL, "access_until": frappe.utils.today()})
    system.save()
    run_conformity(system.name)
    file = pack.make_pack(system.name)
    with as_user(EXTERNAL):
        assert file.is_downloadable()


# -- what can go wrong -----------------------------------------------------------------------------------------------


def test_system_without_a_run_is_refused_and_told(system, as_user):
    with as_user(AUDITOR):
        with pytest.raises(Refused, match="not been evaluated"):
            pack.request_pack(system.name)
        pack.make_and_tell(system.name)
        told = bell(AUDITOR)
    assert "could not be made" in told.subject and "not been evaluated" in told.subject
    assert (told.document_type, told.document_name) == ("ITSM System", system.name)


def test_pack_larger_than_the_site_accepts_is_refused_in_one_sentence(evaluated, monkeypatch):
    monkeypatch.setitem(frappe.conf, "max_file_size", 1000)
    with pytest.raises(Refused, match="MB; ask an administrator"):
        pack.make_pack(evaluated.name)


def test_zip_opens_everywhere(evaluated):
    file = pack.make_pack(evaluated.name)
    content = Path(file.get_full_path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert zipped.testzip() is None
        names = zipped.namelist()
    assert names == sorted(names)
    assert all(name.isascii() and not name.startswith("/") and ".." not in name for name in names)
