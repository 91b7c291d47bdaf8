"""Files attached as proof: kept on the site, private, and known by their digest (4.3.3)."""

import hashlib
from pathlib import Path

import frappe
from frappe.model.document import Document

from sms_iso20000.rules.unmet import Unmet


def unmet_for_attachment(url: str, label: str) -> list[Unmet]:
    """Why the file at `url` cannot serve as proof for the signed-in user; `label` names the field."""
    files = _files(url)
    if not any(file.has_permission("read") and _path(file) for file in files):
        return [Unmet("file_not_on_site", {"field": label})]
    if not all(file.is_private for file in files):
        return [Unmet("file_is_public", {"field": label})]
    return []


def digest_of(url: str) -> str:
    """SHA-256 of the content of the file at `url`, 64 hexadecimal digits; empty where it is not there any more."""
    path = next((path for file in _files(url) if (path := _path(file))), None)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else ""


def _files(url: str) -> list[Document]:
    names = frappe.get_all("File", filters={"file_url": url}, pluck="name", order_by="creation asc")
    return [frappe.get_doc("File", name) for name in names]


def _path(file: Document) -> Path | None:
    if file.is_remote_file:
        return None
    path = Path(file.get_full_path())
    return path if path.is_file() else None
