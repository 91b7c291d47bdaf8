"""Bytes of the pack: JSON, tables, file names, manifest and zip. Pure, and the same for the same records."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sms_iso20000.evidence.pack.verify import (
    DECISIONS,
    DECISIONS_TABLE,
    MANIFEST,
    RULES,
    chain_end,
    decision_rows,
    digest,
)
from sms_iso20000.rules import sealing

# The earliest moment a zip can name: files of a pack carry no time of their own.
EPOCH = (1980, 1, 1, 0, 0, 0)
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def as_json(content: Any) -> bytes:
    """Readable JSON with sorted keys; dates and times as text."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    return f"{text}\n".encode()


def as_table(rows: Iterable[list[str]]) -> bytes:
    """CSV that spreadsheets open in the right encoding."""
    table = io.StringIO(newline="")
    csv.writer(table).writerows(rows)
    return table.getvalue().encode("utf-8-sig")


def file_name(*parts: Any) -> str:
    """A name that every file system takes; parts of other scripts are left out, so one part has to be an id."""
    safe = (UNSAFE.sub("-", str(part)).strip("-.")[:60] for part in parts)
    return "-".join(part for part in safe if part)


def sealed_record(doctype: str, name: str, sealed_content: dict, content_hash: str, **stamps: Any) -> dict:
    """A sealed record as the verifier reads it: the content under the seal, the seal, and what lies outside it."""
    return {
        "record": {"doctype": doctype, "name": name},
        "sealed_content": sealed_content,
        "content_hash": content_hash,
        **stamps,
    }


def decision_files(chain: list[dict]) -> dict[str, bytes]:
    return {DECISIONS: as_json(chain), DECISIONS_TABLE: as_table(decision_rows(chain))}


def verifier_files() -> dict[str, bytes]:
    """The verifier, and the app's own rules that it applies."""
    rules = Path(sealing.__file__).parent
    carried = [Path(__file__).parent / "verify.py", *(rules / name for name in RULES)]
    return {path.name: path.read_bytes() for path in carried}


def with_manifest(files: Mapping[str, bytes], chain: list[dict], **about: Any) -> dict[str, bytes]:
    """All files and the manifest that lists them; `about` says what the pack is of, when and by whom it was made."""
    listed = {name: digest(content) for name, content in files.items()}
    return {**files, MANIFEST: as_json({**about, "chain": chain_end(chain), "files": listed})}


def as_zip(files: Mapping[str, bytes]) -> bytes:
    archive_bytes = io.BytesIO()
    with zipfile.ZipFile(archive_bytes, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return archive_bytes.getvalue()
