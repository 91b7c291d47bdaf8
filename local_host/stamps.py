"""Digests of a step's inputs, and stamps that remember the digest with which the step last succeeded.

A stamp is written only after the step's work is complete, by renaming a finished file, so that an interruption at
any moment leaves either the old stamp or the new one.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path


def digest(*parts: str | bytes) -> str:
    """SHA-256 over parts, each set apart from its neighbours by its length."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(f"{len(data)}:".encode() + data)
    return total.hexdigest()


def tree_files(root: Path, skip: Iterable[str] = ()) -> list[Path]:
    """Files under root in a stable order, without compiled Python and without folders named in skip."""
    left_out = {"__pycache__", *skip}
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in left_out)
        found += [Path(folder, name) for name in sorted(names) if not name.endswith(".pyc")]
    return found


def tree_digest(root: Path, skip: Iterable[str] = ()) -> str:
    """Digest over names and contents of a tree; a missing tree has the digest of an empty one."""
    parts: list[str | bytes] = []
    for path in tree_files(root, skip):
        parts += [path.relative_to(root).as_posix(), path.read_bytes()]
    return digest(*parts)


def write_atomically(path: Path, text: str, mode: int = 0o644) -> None:
    """Replace a file in one step; a reader sees the old text or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    draft.replace(path)


def read_json(path: Path) -> dict:
    """A JSON object from a file; a missing or unreadable file counts as empty."""
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def write_json(path: Path, data: dict, mode: int = 0o644) -> None:
    write_atomically(path, json.dumps(data, indent=1, sort_keys=True) + "\n", mode)


class Stamp:
    """Remembers under which inputs a step last succeeded."""

    def __init__(self, path: Path):
        self.path = path

    def matches(self, inputs: str) -> bool:
        return read_json(self.path).get("inputs") == inputs

    def write(self, inputs: str) -> None:
        write_json(self.path, {"inputs": inputs})

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)
