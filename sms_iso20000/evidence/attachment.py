"""Files attached as proof: kept on the site, private, and known by their digest (4.3.3)."""

import hashlib
from collections.abc import Collection
from pathlib import Path

import frappe
from frappe.model.document import Document

from sms_iso20000.rules.unmet import Unmet

READ_AT_ONCE = 1024**2


def unmet_for_attachment(url: str, label: str) -> list[Unmet]:
    """Why the file at `url` cannot serve as proof for the signed-in user; `label` names the field."""
    files = _files(url)
    if not any(file.has_permission("read") and _path(file) for file in files):
        return [Unmet("file_not_on_site", {"field": label})]
    if not all(file.is_private for file in files):
        return [Unmet("file_is_public", {"field": label})]
    kind = Path(url).suffix.lstrip(".").upper()
    if allowed := _allowed_types():
        return [] if kind in allowed else [Unmet("file_type_forbidden", {"field": label, "type": kind})]
    return []


def digest_of(url: str) -> str:
    """SHA-256 of the content of the file at `url`, 64 hexadecimal digits; empty where it is not there any more."""
    path = path_of(url)
    if not path:
        return ""
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while part := content.read(READ_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()


def path_of(url: str) -> Path | None:
    """Where on the site the content of the file at `url` lies; None where it is not there any more."""
    return next((path for file in _files(url) if (path := _path(file))), None)


def files_there(urls: Collection[str]) -> set[str]:
    """Those of `urls` whose content lies on the site; one query."""
    rows = frappe.get_all(
        "File",
        filters={"file_url": ["in", sorted(urls)]},
        fields=["file_name", "file_url", "is_private"],
        order_by="creation asc",
    )
    return {row.file_url for row in rows if _path(frappe.new_doc("File").update(row))}


def _allowed_types() -> set[str]:
    """What types the site's settings allow, by extension in capitals; empty where they allow all.

    Earlier releases of the host know no such setting.
    """
    if not frappe.get_meta("System Settings").has_field("allowed_file_extensions"):
        return set()
    return set((frappe.get_system_settings("allowed_file_extensions") or "").upper().split())


def _files(url: str) -> list[Document]:
    names = frappe.get_all("File", filters={"file_url": url}, pluck="name", order_by="creation asc")
    return [frappe.get_doc("File", name) for name in names]


def _path(file: Document) -> Path | None:
    if file.is_remote_file:
        return None
    path = Path(file.get_full_path())
    return path if path.is_file() else None
