"""The verifier that travels with a pack: what holds passes, whatever was done to a pack is found and named."""

import copy
import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sms_iso20000.evidence.pack import archive, verify
from sms_iso20000.rules.chain import SEALED_KEYS, START, link_hash
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES
from sms_iso20000.rules.sealing import content_hash

SYSTEM = "System 甲"
POLICY_FILE = "policy/SMP-revision-1-ITSM-POL-00001.json"
SNAPSHOT_FILE = "snapshots/2026-10-ITSM-SLS-000002.json"
REPLACED_FILE = "snapshots/replaced/2026-10-ITSM-SLS-000001.json"
APPOINTMENT_FILE = "records/ITSM-APP-00001.json"
OBJECTIVE_FILE = "records/ITSM-OBJ-00001.json"
PLAN_FILE = "plan/SMPLAN-revision-1-ITSM-PLN-00001.json"
DOCUMENT_FILE = "documents/PRO-01-revision-1-ITSM-DOC-00001.json"
ATTACHED, PRINTED = "documents/files/PRO-01-file.json", "documents/files/PRO-01-pdf.pdf"
SEALED_FILES = [POLICY_FILE, DOCUMENT_FILE, PLAN_FILE, SNAPSHOT_FILE, REPLACED_FILE, APPOINTMENT_FILE, OBJECTIVE_FILE]


def policy_content() -> dict:
    return {"doctype": "ITSM Policy", "code": "SMP", "revision": 1, "title": "Policy", "content": "<p>我们 serve</p>"}


def plan_content() -> dict:
    scope = {"services": [["ITSM-SVC-00001"]], "scope_statement": "The system of IT.", "item_c": "None known."}
    return {"doctype": "ITSM Plan", "code": "SMPLAN", "revision": 1, "title": "Plan", **scope}


ATTACHED_CONTENT, PRINTED_CONTENT = b'{"of": "a document"}', b"%PDF"


def document_content() -> dict:
    content = {"doctype": "ITSM Document", "code": "PRO-01", "revision": 1, "title": "Procedure"}
    return {**content, "file_hash": hashlib.sha256(ATTACHED_CONTENT).hexdigest()}


def snapshot_content(closed: int, replaces: str = "") -> dict:
    return {"system": SYSTEM, "source": "Desk", "replaces": replaces, "total": [closed, closed, 0, 0, 0], "counts": []}


def staged_content(name: str, **values) -> dict:
    return {"doctype": "ITSM Appointment", "name": name, "system": SYSTEM, **values}


def decision(chain: list[dict], decided: str, doctype: str, name: str, sealed: str, **values) -> None:
    """Append one more link to `chain`."""
    entry = {
        **dict.fromkeys(SEALED_KEYS, ""),
        "system": SYSTEM,
        "sequence": len(chain) + 1,
        "decision": decided,
        "decided_by": "top@example.com",
        "decided_on": "2026-11-01 10:00:00.000000",
        "reference_doctype": doctype,
        "reference_name": name,
        "content_hash": sealed,
        "previous_hash": chain[-1]["chain_hash"] if chain else START,
        **values,
    }
    chain.append({**entry, "name": f"ITSM-DEC-{len(chain) + 1:07}", "chain_hash": link_hash(entry)})


def small_pack() -> tuple[list[dict], dict[str, dict]]:
    """A chain, and the sealed records by their file: a policy in force, and a month that was counted again."""
    sealed = content_hash(policy_content())
    old, new = snapshot_content(8), snapshot_content(9, replaces="ITSM-SLS-000001")
    chain: list[dict] = []
    decision(chain, "Approved", "ITSM Policy", "ITSM-POL-00001", sealed)
    decision(chain, "Issued", "ITSM Policy", "ITSM-POL-00001", sealed)
    decision(chain, "Frozen", "ITSM Service Level Snapshot", "ITSM-SLS-000001", content_hash(old))
    decision(chain, "Frozen", "ITSM Service Level Snapshot", "ITSM-SLS-000002", content_hash(new))
    decision(chain, "Verdict", "ITSM Requirement", "2011 4.1.2 a", "", verdict="Conforms", reason="=1+1, 可以\r\n好")
    appointment, objective = staged_content("ITSM-APP-00001"), staged_content("ITSM-OBJ-00001", target="95.0")
    decision(chain, "Appointed", "ITSM Appointment", "ITSM-APP-00001", content_hash(appointment))
    decision(chain, "Accepted", "ITSM Appointment", "ITSM-APP-00001", content_hash(appointment))
    # Approved, taken back to be changed, and approved again: the last approval counts.
    decision(chain, "Approved", "ITSM Objective", "ITSM-OBJ-00001", "0" * 64)
    decision(chain, "Returned to Draft", "ITSM Objective", "ITSM-OBJ-00001", "0" * 64)
    decision(chain, "Approved", "ITSM Objective", "ITSM-OBJ-00001", content_hash(objective))
    # Another one was taken back for good, and is no part of the pack.
    decision(chain, "Approved", "ITSM Objective", "ITSM-OBJ-00002", "1" * 64)
    decision(chain, "Returned to Draft", "ITSM Objective", "ITSM-OBJ-00002", "1" * 64)
    written = content_hash(document_content())
    decision(chain, "Submitted for Review", "ITSM Document", "ITSM-DOC-00001", written)
    decision(chain, "Approved", "ITSM Document", "ITSM-DOC-00001", written)
    decision(chain, "Issued", "ITSM Document", "ITSM-DOC-00001", written)
    decision(chain, "PDF Filed", "ITSM Document", "ITSM-DOC-00001", hashlib.sha256(PRINTED_CONTENT).hexdigest())
    planned = content_hash(plan_content())
    decision(chain, "Approved", "ITSM Plan", "ITSM-PLN-00001", planned)
    decision(chain, "Issued", "ITSM Plan", "ITSM-PLN-00001", planned)
    # Another document was withdrawn before anybody approved it, and is no part of the pack.
    decision(chain, "Withdrawn", "ITSM Document", "ITSM-DOC-00002", "2" * 64)
    record = archive.sealed_record
    approved, accepted = {"stage": "Approved"}, {"stage": "Accepted"}
    in_force = {"workflow_state": "In Force"}
    return chain, {
        POLICY_FILE: record("ITSM Policy", "ITSM-POL-00001", policy_content(), sealed, life=in_force),
        PLAN_FILE: record("ITSM Plan", "ITSM-PLN-00001", plan_content(), planned, life=in_force),
        DOCUMENT_FILE: record(
            *("ITSM Document", "ITSM-DOC-00001", document_content(), written),
            life=in_force,
            files={"file": ATTACHED, "pdf": PRINTED},
        ),
        SNAPSHOT_FILE: record("ITSM Service Level Snapshot", "ITSM-SLS-000002", new, content_hash(new), life={}),
        REPLACED_FILE: record("ITSM Service Level Snapshot", "ITSM-SLS-000001", old, content_hash(old), life={}),
        APPOINTMENT_FILE: record(
            "ITSM Appointment", "ITSM-APP-00001", appointment, content_hash(appointment), life=accepted
        ),
        OBJECTIVE_FILE: record("ITSM Objective", "ITSM-OBJ-00001", objective, content_hash(objective), life=approved),
    }


def pack_of(chain: list[dict], records: dict[str, dict], **others: bytes) -> dict[str, bytes]:
    """A pack that is right in itself: everything that can be computed anew is. `others` are its files beside."""
    run = {"name": "ITSM-RUN-000001", "system": SYSTEM, "edition": "2011"}
    files = {
        **{name: archive.as_json(content) for name, content in records.items()},
        **archive.decision_files(chain),
        **archive.verifier_files(),
        "conformity.json": archive.as_json({"run": run, "results": []}),
        "index.html": b"<p>Pages are covered by the manifest.</p>",
        "policy/acknowledgements.csv": archive.as_table([["Person"], ["staff@example.com"]]),
        "README.txt": b"How to check",
        **({ATTACHED: ATTACHED_CONTENT, PRINTED: PRINTED_CONTENT} if DOCUMENT_FILE in records else {}),
        **others,
    }
    about = {"system": SYSTEM, "edition": "2011", "run": run["name"], "made_by": "auditor@example.com"}
    return archive.with_manifest(files, chain, **about)


FILES = pack_of(*small_pack())


def faults(files: dict[str, bytes]) -> list[str]:
    return [fault for _title, found in verify.findings(files) for fault in found]


def unpack(files: dict[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess:
    """The verifier as an auditor runs it: nothing of ours on the path."""
    return subprocess.run(
        [sys.executable, "-I", "-S", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False
    )


# -- what holds ------------------------------------------------------------------------------------------------------


def test_intact_pack_holds():
    assert not faults(FILES)


def test_folder_and_zip_hold_and_nothing_is_left_behind(tmp_path):
    folder = unpack(FILES, tmp_path / "pack")
    zipped = tmp_path / "pack.zip"
    zipped.write_bytes(archive.as_zip(FILES))
    for arguments in (["verify.py"], ["verify.py", zipped], ["verify.py", folder], ["verify.py"]):
        answer = run(*arguments, cwd=folder)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        lines = answer.stdout.splitlines()
        assert len(lines) == len(verify.CHECKS) + 1
        assert all(line.startswith("ok") for line in lines[:-1])
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == set(FILES)


def test_what_file_managers_leave_behind_is_no_fault(tmp_path):
    unpack({**FILES, "policy/.DS_Store": b"x"}, tmp_path)
    assert verify.main([str(tmp_path)]) == 0


def test_empty_system_holds():
    assert not faults(pack_of([], {}))


def test_same_files_make_the_same_zip():
    shuffled = dict(sorted(FILES.items(), reverse=True))
    assert archive.as_zip(FILES) == archive.as_zip(shuffled)


# -- what was done to files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(set(FILES) - {verify.MANIFEST}))
@given(data=st.data())
def test_flipped_bit_is_found_and_named(name, data):
    content = bytearray(FILES[name])
    content[data.draw(st.integers(0, len(content) - 1), label="position")] ^= 1 << data.draw(
        st.integers(0, 7), label="bit"
    )
    assert f"{name} was changed" in faults({**FILES, name: bytes(content)})


@given(data=st.data())
def test_flipped_bit_in_what_the_manifest_proves_is_found(data):
    """Who made the pack stands outside: it is a statement, and nothing is computed from it."""
    listed = FILES[verify.MANIFEST]
    spans = [
        range(listed.index(b'"chain"'), listed.index(b'"made_by"')),
        range(listed.index(b'"run"'), len(listed) - 1),
    ]
    content = bytearray(listed)
    position = data.draw(
        st.sampled_from([place for span in spans for place in span if not listed[place : place + 1].isspace()])
    )
    content[position] ^= 1 << data.draw(st.integers(0, 7), label="bit")
    assert faults({**FILES, verify.MANIFEST: bytes(content)})


@pytest.mark.parametrize("name", sorted(FILES))
def test_removed_file_is_named(name, tmp_path):
    files = {key: content for key, content in FILES.items() if key != name}
    assert f"{name} is missing" in faults(files)
    if name != "verify.py":
        answer = run("verify.py", cwd=unpack(files, tmp_path))
        assert answer.returncode == 1
        assert f"{name} is missing" in answer.stdout
        assert not answer.stderr


@pytest.mark.parametrize("name", ["extra.txt", "policy/other.json", "../outside.html", "__pycache__/chain.pyc"])
def test_added_file_is_named(name):
    assert f"{name} does not belong to the pack" in faults({**FILES, name: b"{}"})


def test_changed_rules_are_not_applied(tmp_path):
    folder = unpack({**FILES, "chain.py": b"raise SystemExit(0)"}, tmp_path)
    answer = run("verify.py", cwd=folder)
    assert answer.returncode == 1
    assert "chain.py was changed" in answer.stdout
    assert "Nothing else was checked" in answer.stdout


# -- what was done and then covered up in the manifest ---------------------------------------------------------------


@given(
    place=st.integers(0, 4),
    key=st.sampled_from([key for key in SEALED_KEYS if key not in ("sequence", "previous_hash")]),
    text=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20),
)
def test_edited_decision_is_found_by_the_chain(place, key, text):
    chain, records = small_pack()
    if chain[place][key] == text:
        text += "."
    chain[place][key] = text
    assert any(
        f"decision {place + 1} " in fault and "it was changed" in fault for fault in faults(pack_of(chain, records))
    )


@pytest.mark.parametrize("place", range(4))
def test_decision_taken_out_is_found_by_the_chain(place):
    chain, records = small_pack()
    del chain[place]
    assert any("decision before it is missing" in fault for fault in faults(pack_of(chain, records)))


def test_chain_cut_off_at_its_end_is_found():
    chain, records = small_pack()
    kept = chain[:-1]
    cut = {**pack_of(chain, records), **archive.decision_files(kept)}
    assert "decisions.json: the chain does not end as manifest.json says" in faults(cut)
    shorter = pack_of(chain[:3], records)
    assert f"{SNAPSHOT_FILE}: no decision in decisions.json seals it" in faults(shorter)


def test_chain_made_anew_from_another_order_is_found():
    chain, records = small_pack()
    chain[0], chain[1] = chain[1], chain[0]
    assert any(fault.startswith("decisions.json: decision 2") for fault in faults(pack_of(chain, records)))


@pytest.mark.parametrize("name", SEALED_FILES)
def test_changed_content_is_found_by_the_seal(name):
    chain, records = small_pack()
    records[name]["sealed_content"]["title"] = "Something else"
    assert f"{name}: the content is not what was sealed" in faults(pack_of(chain, records))


@pytest.mark.parametrize("name", SEALED_FILES)
def test_content_sealed_anew_is_found_by_the_decision(name):
    chain, records = small_pack()
    records[name]["sealed_content"]["title"] = "Something else"
    records[name]["content_hash"] = content_hash(records[name]["sealed_content"])
    assert any(
        fault.startswith(f"{name}: is not the content of the decision") for fault in faults(pack_of(chain, records))
    )


@pytest.mark.parametrize("name", SEALED_FILES)
def test_record_left_out_is_found_by_the_decision(name):
    chain, records = small_pack()
    subject = records.pop(name)["record"]
    expected = f"decisions.json: {subject['doctype']} {subject['name']} is decided on but missing from the pack"
    assert expected in faults(pack_of(chain, records))


def test_withdrawn_policy_shown_as_in_force_is_found():
    chain, records = small_pack()
    decision(chain, "Withdrawn", "ITSM Policy", "ITSM-POL-00001", chain[0]["content_hash"])
    assert f"{POLICY_FILE}: says In Force where decisions.json says Withdrawn" in faults(pack_of(chain, records))


def test_ended_appointment_shown_as_accepted_is_found():
    chain, records = small_pack()
    decision(chain, "Ended", "ITSM Appointment", "ITSM-APP-00001", records[APPOINTMENT_FILE]["content_hash"])
    assert f"{APPOINTMENT_FILE}: says Accepted where decisions.json says Ended" in faults(pack_of(chain, records))


# -- the files of documents ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "field"), [(ATTACHED, "file"), (PRINTED, "pdf")])
def test_exchanged_file_is_found_by_the_seal(name, field):
    files = pack_of(*small_pack(), **{name: b"Something else"})
    assert faults(files) == [f"{name}: is not the {field} that was sealed with {DOCUMENT_FILE}"]


@pytest.mark.parametrize("name", [ATTACHED, PRINTED])
def test_file_left_out_is_found_by_its_document(name):
    files = pack_of(*small_pack())
    listed = {key: content for key, content in files.items() if key not in (name, verify.MANIFEST)}
    about = {key: json.loads(files[verify.MANIFEST])[key] for key in ("system", "edition", "run")}
    repaired = archive.with_manifest(listed, small_pack()[0], **about)
    assert faults(repaired) == [f"{name}, which {DOCUMENT_FILE} names, is missing"]


def test_file_slipped_in_belongs_to_no_document():
    files = pack_of(*small_pack(), **{"documents/files/other.pdf": b"%PDF"})
    assert faults(files) == ["documents/files/other.pdf: belongs to no document of the pack"]


def test_file_that_nothing_seals_is_found():
    chain, records = small_pack()
    records[DOCUMENT_FILE]["files"]["pdf"] = ATTACHED
    found = faults(pack_of(chain, records))
    assert f"{ATTACHED}: is not the pdf that was sealed with {DOCUMENT_FILE}" in found
    assert f"{PRINTED}: belongs to no document of the pack" in found


@pytest.mark.parametrize("named", [None, [], {"file": None}, {"other": ATTACHED}, {"file": {}}])
def test_files_of_another_shape_are_a_fault(named):
    chain, records = small_pack()
    records[DOCUMENT_FILE]["files"] = named
    assert any("documents/files/" in fault for fault in faults(pack_of(chain, records)))


def test_superseded_document_shown_as_in_force_is_found():
    chain, records = small_pack()
    decision(chain, "Superseded", "ITSM Document", "ITSM-DOC-00001", records[DOCUMENT_FILE]["content_hash"])
    assert f"{DOCUMENT_FILE}: says In Force where decisions.json says Superseded" in faults(pack_of(chain, records))


def test_pack_of_before_there_were_documents_holds():
    chain, records = small_pack()
    del records[DOCUMENT_FILE]
    earlier: list[dict] = []
    for entry in chain:
        if entry["reference_doctype"] != "ITSM Document":
            kept = {key: entry[key] for key in SEALED_KEYS if key not in ("sequence", "previous_hash")}
            decided, doctype, name, sealed = (
                kept.pop(key) for key in ("decision", "reference_doctype", "reference_name", "content_hash")
            )
            decision(earlier, decided, doctype, name, sealed, **kept)
    assert not faults(pack_of(earlier, records))


def test_every_kind_of_revision_has_its_place():
    assert tuple(verify.REVISIONS) == CONTROLLED_DOCTYPES


def test_record_of_another_system_is_found():
    chain, records = small_pack()
    foreign = copy.deepcopy(records[SNAPSHOT_FILE])
    foreign["sealed_content"]["system"] = "Other"
    records["snapshots/foreign.json"] = foreign
    assert f"snapshots/foreign.json: belongs to Other, not to {SYSTEM}" in faults(pack_of(chain, records))


def test_table_that_differs_from_the_chain_is_found():
    chain, _records = small_pack()
    told = copy.deepcopy(chain)
    told[0]["decided_by"] = "author@example.com"
    files = {**FILES, verify.DECISIONS_TABLE: archive.as_table(verify.decision_rows(told))}
    listed = {name: content for name, content in files.items() if name != verify.MANIFEST}
    about = {key: json.loads(FILES[verify.MANIFEST])[key] for key in ("system", "edition", "run")}
    assert faults(archive.with_manifest(listed, chain, **about)) == ["decisions.csv: row 1 differs from decisions.json"]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"[1]", b'{"a": 1}', b"\xff", b'[{"sequence": "x"}]', b"[" * 100000]
)
@pytest.mark.parametrize("name", [verify.MANIFEST, verify.DECISIONS, verify.CONFORMITY, POLICY_FILE, SNAPSHOT_FILE])
def test_file_of_another_shape_is_named(name, content):
    listed = {**FILES, name: content}
    manifest = json.loads(FILES[verify.MANIFEST])
    manifest["files"] = {key: verify.digest(value) for key, value in listed.items() if key != verify.MANIFEST}
    if name != verify.MANIFEST:
        listed[verify.MANIFEST] = archive.as_json(manifest)
    found = faults(listed)
    assert found and any(name in fault or f"{name.split('/')[0]}/" in fault for fault in found)


# -- as a zip, and what is no pack -----------------------------------------------------------------------------------


@settings(deadline=None)
@given(data=st.data())
def test_no_flipped_bit_in_a_zip_goes_wrong_silently(data, tmp_path_factory):
    """Where a bit means nothing, such as in a time stamp, the files come out as they were, and that is fine."""
    content = bytearray(archive.as_zip(FILES))
    content[data.draw(st.integers(0, len(content) - 1), label="position")] ^= 1 << data.draw(
        st.integers(0, 7), label="bit"
    )
    place = tmp_path_factory.mktemp("flipped") / "pack.zip"
    place.write_bytes(bytes(content))
    try:
        files = verify.read_files(place)
    except verify.Fault as fault:
        assert "pack.zip" in str(fault)
    else:
        assert files == FILES or faults(files)


def test_zip_with_a_name_twice_is_refused(tmp_path, capsys):
    place = tmp_path / "pack.zip"
    place.write_bytes(archive.as_zip(FILES))
    with zipfile.ZipFile(place, "a") as zipped, pytest.warns(UserWarning):
        zipped.writestr("index.html", "another")
    assert verify.main([str(place)]) == 1
    assert "index.html is in pack.zip twice" in capsys.readouterr().out


def test_changed_entry_of_a_zip_is_named(tmp_path, capsys):
    place = tmp_path / "pack.zip"
    place.write_bytes(archive.as_zip({**FILES, "index.html": b"changed"}))
    assert verify.main([str(place)]) == 1
    assert "index.html was changed" in capsys.readouterr().out


def test_file_that_is_no_zip_is_a_fault(tmp_path, capsys):
    place = tmp_path / "letter.txt"
    place.write_text("Dear auditor")
    assert verify.main([str(place)]) == 1
    assert "letter.txt cannot be read" in capsys.readouterr().out


def test_nothing_to_check_is_a_mistake_in_the_command(tmp_path, capsys):
    assert verify.main([str(tmp_path / "nowhere")]) == 2
    assert verify.main(["one", "two"]) == 2
    assert "Usage" in capsys.readouterr().err


# -- the parts -------------------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")))
def test_table_gives_back_what_was_written(text):
    table = archive.as_table([[verify.cell(text)]]).decode("utf-8-sig")
    shown = next(csv.reader(io.StringIO(table, newline="")), [""])[0]
    assert shown.removeprefix("'") == text.removeprefix("'")
    assert shown[:1] not in ("=", "+", "-", "@")


@given(st.lists(st.text(), min_size=1))
def test_file_names_are_safe(parts):
    name = archive.file_name(*parts, "ITSM-POL-00001")
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
    assert name[0] not in ".-" and name.endswith("ITSM-POL-00001")
