"""Certification packs: made, opened, and checked as an auditor checks them."""

import subprocess
import sys
import zipfile
from pathlib import Path

from sms_iso20000.api import pack
from tests.integration import stage
from tests.integration.stage import AUDITOR


def files_of(file) -> dict[str, bytes]:
    with zipfile.ZipFile(file.get_full_path()) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def pack_of(system, user: str = AUDITOR) -> dict[str, bytes]:
    with stage.acting_as(user):
        return files_of(pack.make_pack(system.name))


def verified(files: dict[str, bytes], folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """What an auditor does with the pack, without the app."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    command = [sys.executable, "-I", "-S", "verify.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
