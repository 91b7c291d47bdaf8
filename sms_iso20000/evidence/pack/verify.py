"""Checks a certification pack: python3 verify.py [folder-or-zip]

Needs Python 3.9 or later and nothing else. Without an argument it checks the folder it lies in. Prints one line per
check; ends with 0 where everything holds, 1 where something does not, 2 where there is no pack to check.
"""

import csv
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).resolve().parent
MANIFEST, DECISIONS, DECISIONS_TABLE, CONFORMITY = (
    "manifest.json",
    "decisions.json",
    "decisions.csv",
    "conformity.json",
)
# Where the revisions of each kind lie, and everything else.
REVISIONS = {"ITSM Policy": "policy/", "ITSM Document": "documents/", "ITSM Plan": "plan/"}
SNAPSHOTS, RECORDS = "snapshots/", "records/"
# What was attached to documents, and printed of them.
DOCUMENT_FILES = "documents/files/"
# The rules of the app that travel with the pack; this file holds none of its own.
RULES = ("sealing.py", "chain.py", "decision.py")
# What file managers leave behind in a folder they have shown.
LEFT_BEHIND = {".DS_Store", "Thumbs.db", "desktop.ini"}
DECISION_COLUMNS = [
    "sequence",
    "name",
    "decided_on",
    "decision",
    "verdict",
    "decided_by",
    "decided_by_name",
    "role",
    "reference_doctype",
    "reference_name",
    "reason",
    "content_hash",
    "previous_hash",
    "chain_hash",
]
BROKEN = {
    "decision_missing_before": "a decision before it is missing",
    "decision_chain_broken": "it does not follow the decision before it",
    "decision_changed": "it was changed",
}
# The parts of a sealed record; the rest of it lies outside the seal.
RECORD = {"record": dict, "sealed_content": dict, "content_hash": str, "life": dict}
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, csv.Error)

Files = dict[str, bytes]


class Fault(Exception):
    """One thing that does not hold; names the file."""


# -- the checks: each yields a sentence per fault ------------------------------------------------------------------


def files_as_listed(files: Files) -> Iterator[str]:
    """Every file is as the manifest says"""
    listed = _json(files, MANIFEST)["files"]
    for name in sorted(set(listed) | set(files) - {MANIFEST}):
        if name not in files:
            yield f"{name} is missing"
        elif name not in listed:
            yield f"{name} does not belong to the pack"
        elif digest(files[name]) != listed[name]:
            yield f"{name} was changed"


def chain_holds(files: Files) -> Iterator[str]:
    """The chain of decisions holds"""
    decisions, end = _json(files, DECISIONS), _json(files, MANIFEST)["chain"]
    broken = _rules().chain.broken_link(decisions)
    if broken:
        decision, code = broken
        yield f"{DECISIONS}: decision {decision['sequence']} ({decision['name']}): {BROKEN.get(code, code)}"
    if end != chain_end(decisions):
        yield f"{DECISIONS}: the chain does not end as {MANIFEST} says"


def table_as_chain(files: Files) -> Iterator[str]:
    """The table of decisions says the same as the chain"""
    table = list(csv.reader(io.StringIO(_bytes(files, DECISIONS_TABLE).decode("utf-8-sig"), newline="")))
    rows = decision_rows(_json(files, DECISIONS))
    if len(table) != len(rows):
        yield f"{DECISIONS_TABLE}: {len(table) - 1} decisions where {DECISIONS} has {len(rows) - 1}"
        return
    for number, row in enumerate(rows):
        if table[number] != row:
            yield f"{DECISIONS_TABLE}: row {number} differs from {DECISIONS}"


def policies_sealed(files: Files) -> Iterator[str]:
    """The seal of every policy holds"""
    return _broken_seals(files, REVISIONS["ITSM Policy"])


def documents_sealed(files: Files) -> Iterator[str]:
    """The seal of every document holds"""
    return _broken_seals(files, REVISIONS["ITSM Document"])


def plans_sealed(files: Files) -> Iterator[str]:
    """The seal of every service management plan holds"""
    return _broken_seals(files, REVISIONS["ITSM Plan"])


def snapshots_sealed(files: Files) -> Iterator[str]:
    """The seal of every service level snapshot holds"""
    return _broken_seals(files, SNAPSHOTS)


def others_sealed(files: Files) -> Iterator[str]:
    """The seal of every other record holds"""
    return _broken_seals(files, RECORDS)


def records_as_decided(files: Files) -> Iterator[str]:
    """Every record is the one that was decided on"""
    standing = _standing(files)
    for folder in (*REVISIONS.values(), SNAPSHOTS, RECORDS):
        for name, content in _records(files, folder):
            subject = (content["record"]["doctype"], content["record"]["name"])
            seals = standing.seals.pop(subject, {})
            if not seals:
                yield f"{name}: no decision in {DECISIONS} seals it"
            for decision, sealed in seals.items():
                if sealed != content["content_hash"]:
                    yield f"{name}: is not the content of the decision {decision}"
            stage = content["life"].get("workflow_state", content["life"].get("stage"))
            if subject in standing.stages and stage != standing.stages[subject]:
                yield f"{name}: says {stage} where {DECISIONS} says {standing.stages[subject]}"
    for doctype, name in standing.seals:
        yield f"{DECISIONS}: {doctype} {name} is decided on but missing from the pack"


def files_as_sealed(files: Files) -> Iterator[str]:
    """The files of documents are the ones that were sealed"""
    filed, named = _standing(files).filed, set()
    for name, content in _records(files, REVISIONS["ITSM Document"]):
        subject = (content["record"]["doctype"], content["record"]["name"])
        sealed = {"file": content["sealed_content"].get("file_hash"), "pdf": filed.get(subject)}
        for field, place in content.get("files", {}).items():
            named.add(place)
            if place not in files:
                yield f"{place}, which {name} names, is missing"
            elif digest(files[place])["sha256"] != sealed[field]:
                yield f"{place}: is not the {field} that was sealed with {name}"
    for place in sorted(files):
        if place.startswith(DOCUMENT_FILES) and place not in named:
            yield f"{place}: belongs to no document of the pack"


def one_system(files: Files) -> Iterator[str]:
    """Everything belongs to one management system"""
    manifest, run = _json(files, MANIFEST), _json(files, CONFORMITY)["run"]
    if (manifest["run"], manifest["edition"]) != (run["name"], run["edition"]):
        yield f"{CONFORMITY}: is not the run that {MANIFEST} names"
    system = manifest["system"]
    owners = [(DECISIONS, decision["system"]) for decision in _json(files, DECISIONS)]
    for folder in (SNAPSHOTS, RECORDS):
        owners += [(name, content["sealed_content"]["system"]) for name, content in _records(files, folder)]
    owners.append((CONFORMITY, run["system"]))
    for name, owner in dict.fromkeys(owners):
        if owner != system:
            yield f"{name}: belongs to {owner}, not to {system}"


# With the file to look at where a check cannot even be carried out.
CHECKS = (
    (files_as_listed, MANIFEST),
    (chain_holds, DECISIONS),
    (table_as_chain, DECISIONS_TABLE),
    (policies_sealed, REVISIONS["ITSM Policy"]),
    (documents_sealed, REVISIONS["ITSM Document"]),
    (plans_sealed, REVISIONS["ITSM Plan"]),
    (snapshots_sealed, SNAPSHOTS),
    (others_sealed, RECORDS),
    (records_as_decided, DECISIONS),
    (files_as_sealed, DOCUMENT_FILES),
    (one_system, CONFORMITY),
)


# -- what the app uses as well when it makes a pack ------------------------------------------------------------------


def digest(content: bytes) -> dict[str, Any]:
    """How the manifest describes a file."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def chain_end(decisions: list) -> dict[str, Any]:
    """Length and last hash, which tell a chain that was cut off at its end."""
    return {"length": len(decisions), "last_hash": decisions[-1]["chain_hash"] if decisions else ""}


def decision_rows(decisions: list) -> list[list[str]]:
    """The table of decisions with its heading."""
    return [
        list(DECISION_COLUMNS),
        *([cell(row[column]) for column in DECISION_COLUMNS] for row in decisions),
    ]


def cell(value: Any) -> str:
    """The text of a table cell; one that a spreadsheet would take for a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


# -- reading ---------------------------------------------------------------------------------------------------------


def read_files(place: Path) -> Files:
    """The content of every file in a folder or zip, by name; raises Fault for what cannot be read."""
    try:
        return _read_zip(place) if place.is_file() else _read_folder(place)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as fault:
        raise Fault(f"{place.name} cannot be read: {fault}") from fault


def _read_folder(place: Path) -> Files:
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if not path.is_dir() and path.name not in LEFT_BEHIND
    }


def _read_zip(place: Path) -> Files:
    files: Files = {}
    with zipfile.ZipFile(place) as archive:
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            if entry.filename in files:
                raise Fault(f"{entry.filename} is in {place.name} twice")
            try:
                files[entry.filename] = archive.read(entry)
            except Exception as fault:
                # Whatever is wrong with the bytes shows in one of many ways, depending on which byte it is.
                raise Fault(f"{entry.filename} in {place.name} cannot be unpacked: {fault}") from fault
    return files


def _bytes(files: Files, name: str) -> bytes:
    if name not in files:
        raise Fault(f"{name} is missing")
    return files[name]


def _json(files: Files, name: str) -> Any:
    try:
        return json.loads(_bytes(files, name).decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise Fault(f"{name} cannot be read: {fault}") from fault


def _records(files: Files, folder: str) -> Iterator[tuple[str, Any]]:
    """The sealed records in a folder of the pack, with the name of their file."""
    for name in sorted(files):
        if name.startswith(folder) and name.endswith(".json") and not name.startswith(DOCUMENT_FILES):
            content = _json(files, name)
            parts = {key: type(value) for key, value in content.items()} if isinstance(content, dict) else {}
            if not (parts.items() >= RECORD.items() and content["record"].keys() == {"doctype", "name"}):
                raise Fault(f"{name} is not a sealed record")
            yield name, content


def _broken_seals(files: Files, folder: str) -> Iterator[str]:
    content_hash = _rules().sealing.content_hash
    for name, content in _records(files, folder):
        if content_hash(content["sealed_content"]) != content["content_hash"]:
            yield f"{name}: the content is not what was sealed"


def _standing(files: Files) -> Any:
    standing = _rules().decision.Standing()
    for decision in _json(files, DECISIONS):
        standing.note(decision)
    return standing


def _rules() -> SimpleNamespace:
    """The app's own chain, seals and stages: from the app, or from the files beside this one."""
    try:
        from sms_iso20000.rules import chain, decision, sealing
    except ImportError:
        if str(HERE) not in sys.path:
            sys.path.insert(0, str(HERE))
        try:
            import chain
            import decision
            import sealing
        except Exception as fault:
            raise Fault(f"{' and '.join(RULES)} have to lie beside verify.py as they came: {fault}") from fault
    return SimpleNamespace(chain=chain, decision=decision, sealing=sealing)


# -- running ---------------------------------------------------------------------------------------------------------


def findings(files: Files) -> Iterator[tuple[str, list[str]]]:
    """What was checked, with the faults found; stops where the rules themselves are not the ones listed."""
    for check, about in CHECKS:
        faults = _faults(check, about, files)
        yield check.__doc__, faults
        if check is files_as_listed and any(fault.split(" ")[0] in (MANIFEST, *RULES) for fault in faults):
            yield "Nothing else was checked", [f"{MANIFEST}, {' and '.join(RULES)} have to be right first"]
            return


def _faults(check: Any, about: str, files: Files) -> list[str]:
    found = []
    try:
        found.extend(check(files))
    except Fault as fault:
        found.append(str(fault))
    except UNREADABLE as fault:
        found.append(f"{about} is not what a pack holds ({fault!r})")
    return found


def main(arguments: list[str]) -> int:
    """Check the pack that the arguments name, print what was found and answer the exit code."""
    place = Path(arguments[0]) if arguments else HERE
    if len(arguments) > 1 or not (place.is_dir() or place.is_file()):
        print("Usage: python3 verify.py [folder-or-zip]", file=sys.stderr)
        return 2
    try:
        checked = list(findings(read_files(place)))
    except Fault as fault:
        checked = [("The pack can be read", [str(fault)])]
    for title, faults in checked:
        print(f"FAULT  {title}: {'; '.join(faults)}" if faults else f"ok     {title}")
    if any(faults for _title, faults in checked):
        print("This pack does not hold.")
        return 1
    print("Everything in this pack holds.")
    return 0


if __name__ == "__main__":
    # Leaves no trace in the folder it checks, and prints on any console.
    sys.dont_write_bytecode = True
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
