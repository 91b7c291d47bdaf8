"""Files of sealed records stay as they are: not replaced, deleted, moved nor made public, by any role or route (4.3.3).

The host deletes the content of a file while it asks the controller, before any event of an app. So a sealed file gets a
second File record, attached to the decision that sealed it: the host never deletes content that another record shares.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from sms_iso20000.compat import bulk_insert, host_at_work
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.decision import seals_files
from sms_iso20000.rules.kept_file import (
    IDENTITY,
    PLACE,
    FileRecord,
    is_disguised,
    overwritten,
    reached,
)
from sms_iso20000.rules.unmet import Unmet

DECISION = "ITSM Decision"
ATTACH_FIELDS = ("Attach", "Attach Image")
READ_AT_ONCE = 1024**2


@dataclass(frozen=True)
class Kept:
    """A file that a decision holds, and the record that was sealed with it."""

    url: str
    content_hash: str
    doctype: str
    name: str


# -- when something is sealed ----------------------------------------------------------------------------------------


def keep_files_of(subject: Document, decision: Document) -> None:
    """Hold the files of `subject`, in its fields and attached to it, where `decision` seals it; safe to repeat."""
    if not seals_files(subject.doctype, decision.decision):
        return
    urls = _files_of(subject)
    held = {kept.url for kept in _kept(urls) if (kept.doctype, kept.name) == (subject.doctype, subject.name)}
    for url in urls:
        if url not in held:
            keep(url, decision)


def keep(url: str, decision: Document) -> None:
    """Hold the file at `url` by a second record, attached to `decision`; nothing where the site has no such file."""
    path = _path(url)
    if not path:
        return
    content_hash = _host_hash(path)
    _disarm(url, content_hash)
    row = {
        "file_name": url.rsplit("/", 1)[-1],
        "file_url": url,
        "is_private": int(url.startswith("/private/")),
        "is_folder": 0,
        "file_size": path.stat().st_size,
        "content_hash": content_hash,
        "folder": frappe.db.get_value("File", {"is_attachments_folder": 1}),
        "attached_to_doctype": DECISION,
        "attached_to_name": decision.name,
    }
    bulk_insert("File", [row])


def _files_of(subject: Document) -> list[str]:
    fields = [field.fieldname for field in subject.meta.fields if field.fieldtype in ATTACH_FIELDS]
    attached = frappe.get_all(
        "File",
        filters={"attached_to_doctype": subject.doctype, "attached_to_name": subject.name, "is_folder": 0},
        pluck="file_url",
        order_by="creation asc",
    )
    return list(dict.fromkeys(url for url in [*(subject.get(field) for field in fields), *attached] if url))


def _path(url: str) -> Path | None:
    if reached(url) != url:
        return None
    path = Path(frappe.get_site_path(*([] if url.startswith("/private/") else ["public"]), *url.strip("/").split("/")))
    return path if path.is_file() else None


def _host_hash(path: Path) -> str:
    """What the host tells equal content by."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as content:
        while part := content.read(READ_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()


def _disarm(url: str, content_hash: str) -> None:
    """Put right the records made before, whose end or change would take this file along."""
    name = url.rsplit("/", 1)[-1]
    file = frappe.qb.DocType("File")
    ending = "%/" + name.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    rows = (
        frappe.qb.from_(file)
        .select(file.name, file.file_url, file.thumbnail_url, file.file_name, file.content_hash, file.is_private)
        .where(file.file_url.like(ending) | file.thumbnail_url.like(ending) | (file.file_name == name))
        .orderby(file.name)
    ).run(as_dict=True)
    for row in rows:
        if changes := _put_right(row, url, content_hash):
            frappe.db.set_value("File", row.name, changes, update_modified=False)


def _put_right(row: dict, url: str, content_hash: str) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if row.file_url == url and row.content_hash != content_hash:
        changes["content_hash"] = content_hash
    elif row.file_url != url and reached(row.file_url) == url:
        # Without a hash, the host deletes nothing from the disk.
        changes["content_hash"] = None
    if reached(row.thumbnail_url) == url:
        changes["thumbnail_url"] = None
    if row.file_url != url and overwritten(_record(row)) == url:
        changes["file_name"] = (row.file_url or "").rsplit("/", 1)[-1]
    return changes


# -- what the host asks ----------------------------------------------------------------------------------------------


def refuse_change_of_kept(file: Document, event: str | None = None) -> None:
    """What the host calls before it checks a File record, new or changed."""
    if file.is_folder or host_at_work():
        return
    before = file.get_doc_before_save()
    kept = _kept(_addresses(file) | (_addresses(before) if before else set()), file.content_hash)
    if not kept:
        return
    if holding := _unmet_for_change(file, before, kept):
        _undo(file)
        refuse(*holding)
    # What is uploaded under the name of a kept file, and shares its content with another, goes by that one's name.
    if not before and file.file_url and _overwrites(file, kept):
        file.file_name = file.file_url.rsplit("/", 1)[-1]


def refuse_end_of_kept(file: Document, event: str | None = None, *_renaming: Any) -> None:
    """What the host calls before it deletes or renames a File record. What others attached of the same content they
    may take off again: the content stays."""
    if file.is_folder or host_at_work():
        return
    if holding := [kept for kept in _kept({file.file_url}) if _belongs(file, kept)]:
        refuse(_why(file, holding[0]))


def _unmet_for_change(file: Document, before: Document | None, kept: list[Kept]) -> list[Unmet]:
    changed = set(_changed(before, file)) if before else set()
    return [_why(before or file, held) for held in kept if _is_harmed(file, before, changed, held)][:1]


def _is_harmed(file: Document, before: Document | None, changed: set[str], kept: Kept) -> bool:
    if is_disguised(_record(file), kept.url):
        return True
    if before is None:
        return file.file_url == kept.url and bool(file.content_hash) and file.content_hash != kept.content_hash
    if before.file_url == kept.url:
        return bool(changed & set(IDENTITY)) or (bool(changed & set(PLACE)) and _belongs(before, kept))
    if file.file_url == kept.url or ("file_name" in changed and overwritten(_record(file)) == kept.url):
        return True
    # The host moves all records of equal content along when one becomes private or public.
    return "is_private" in changed and before.content_hash == kept.content_hash


def _belongs(file: Document, kept: Kept) -> bool:
    """Whether the record is one by which the file is held: the sealed record's own, the decision's, or nobody's."""
    owner = (file.attached_to_doctype, file.attached_to_name)
    return owner == (kept.doctype, kept.name) or not all(owner) or file.attached_to_doctype == DECISION


def _overwrites(file: Document, kept: list[Kept]) -> bool:
    return any(overwritten(_record(file)) == held.url != file.file_url for held in kept)


def _undo(file: Document) -> None:
    """The host may have written over the content already; it forgets that with the transaction, too late for others."""
    if file.flags.original_content:
        file.on_rollback()


def _changed(before: Document, file: Document) -> list[str]:
    return [field for field in (*IDENTITY, *PLACE) if str(before.get(field) or "") != str(file.get(field) or "")]


def _addresses(file: Document) -> set[str]:
    record = _record(file)
    return {reached(record.url), reached(record.thumbnail), overwritten(record)}


def _record(file: Document | dict) -> FileRecord:
    return FileRecord(
        url=file.get("file_url") or "",
        file_name=file.get("file_name") or "",
        thumbnail=file.get("thumbnail_url") or "",
        is_private=bool(int(file.get("is_private") or 0)),
    )


def _kept(urls: set[str] | list[str], content_hash: str | None = None) -> list[Kept]:
    """What is held of the files at `urls`, and of equal content. One query."""
    file, decision = frappe.qb.DocType("File"), frappe.qb.DocType(DECISION)
    wanted = sorted({url for url in urls if url})
    same = file.file_url.isin(wanted or [""])
    if content_hash:
        same = same | (file.content_hash == content_hash)
    rows = (
        frappe.qb.from_(file)
        .join(decision)
        .on(decision.name == file.attached_to_name)
        .select(file.file_url, file.content_hash, decision.reference_doctype, decision.reference_name)
        .where((file.attached_to_doctype == DECISION) & same)
        .orderby(file.creation)
    ).run()
    return [Kept(*row) for row in rows]


def _why(file: Document, kept: Kept) -> Unmet:
    return Unmet("file_kept", {"file": file.file_name, "doctype": _(kept.doctype), "name": kept.name})
