"""What a File record of the host could do to a file that must stay as it is (4.3.3)."""

from dataclasses import dataclass
from urllib.parse import unquote

PUBLIC, PRIVATE = "/files/", "/private/files/"
# What says which file a record is about, and where it belongs.
IDENTITY = ("file_url", "file_name", "content_hash", "is_private")
PLACE = ("folder", "attached_to_doctype", "attached_to_name", "attached_to_field")


@dataclass(frozen=True)
class FileRecord:
    """A record of the host about a file; `url` as it is written, `thumbnail` the address of its small picture."""

    url: str
    file_name: str = ""
    thumbnail: str = ""
    is_private: bool = True


def reached(address: str | None) -> str:
    """The file that the host deletes with `address`. It looks at the first folder and the last part alone, wherever
    the address leads."""
    parts = unquote(address or "").strip("/").split("/")
    if not parts[-1]:
        return ""
    return (PUBLIC if len(parts) == 2 and parts[0] == "files" else PRIVATE) + parts[-1]


def overwritten(record: FileRecord) -> str:
    """The file that the host writes when it makes an image smaller: that of the record's name, not of its address."""
    return (PRIVATE if record.is_private else PUBLIC) + record.file_name


def is_disguised(record: FileRecord, kept: str) -> bool:
    """Whether the end of a record would take the file at `kept` along, though it is a record of something else."""
    return reached(record.thumbnail) == kept or (record.url != kept and reached(record.url) == kept)
