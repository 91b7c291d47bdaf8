"""Frappe itself: fetched from PyPI under its other name, checked, its names restored, checked again.

The restored tree stays on this machine; it is never redistributed.
"""

import hashlib
import shutil
import sys
import zipfile
from pathlib import Path

from local_host.errors import HostError
from local_host.layout import Layout
from local_host.names import restore_content, restore_path
from local_host.processes import run
from local_host.stamps import Stamp, digest, tree_files

PROJECT = "criscostack==1.0.0"
PACKAGE = "criscostack/"
WHEEL_SHA256 = "dc58aaf29c59b7666edc953596e5b31f77d7286b2ed6b14c6a205b217c210349"
# Python 3.13 needs a pydantic that takes a dictionary where this Frappe hands it a class, as later Frappe does.
# Applied after the checks, and on that Python only: elsewhere the restored tree stays as it is.
REPAIR_SINCE = (3, 13)
REPAIRED_FILE = "utils/typing_validations.py"
REPAIR = (
    "class FrappePydanticConfig:\n\tarbitrary_types_allowed = True\n",
    'FrappePydanticConfig = {"arbitrary_types_allowed": True}\n',
)
TREE_FILES = 2900
TREE_SHA256 = "670b024ac64e47ac7480683a2df4ef785cc74f2be91348c2c437fdbd3582f665"


def restored_digest(root: Path) -> tuple[int, str]:
    """Number of files and one digest over their names and contents."""
    total = hashlib.sha256()
    # Folder by folder, each folder's files before its subfolders, as the reference digest was taken.
    files = tree_files(root)
    for path in files:
        content = hashlib.sha256(path.read_bytes()).digest()
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + content)
    return len(files), total.hexdigest()


def restore_wheel(wheel: Path, target: Path) -> None:
    """Unpack the package of the wheel into target under Frappe's names."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or not entry.filename.startswith(PACKAGE) or entry.filename.endswith(".DS_Store"):
                continue
            path = target / restore_path(entry.filename.removeprefix(PACKAGE))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(restore_content(archive.read(entry)))


def repair(text: str) -> str:
    """The one repair; the text it replaces must be there exactly once."""
    before, after = REPAIR
    if text.count(before) != 1:
        raise HostError(f"What is to be repaired in {REPAIRED_FILE} is not there.")
    return text.replace(before, after)


class FrappeWheel:
    """The step that puts `apps/frappe/frappe` in place."""

    def __init__(self, layout: Layout):
        self.layout = layout
        self.stamp = Stamp(layout.state / "frappe.json")
        self.repaired = sys.version_info >= REPAIR_SINCE
        self.inputs = digest(TREE_SHA256, *(REPAIR if self.repaired else ()))

    def up_to_date(self) -> bool:
        return self.stamp.matches(self.inputs) and (self.layout.frappe / "frappe" / "__init__.py").exists()

    def prepare(self, python: Path) -> None:
        """Fetch, check, restore, check; the tree appears under its final name only when both checks held."""
        self.stamp.clear()
        wheel = self._fetch(python)
        draft = self.layout.bench / "frappe.part"
        shutil.rmtree(draft, ignore_errors=True)
        restore_wheel(wheel, draft / "frappe")
        if (found := restored_digest(draft / "frappe")) != (TREE_FILES, TREE_SHA256):
            raise HostError(
                f"The restored Frappe is not the one expected: {found[0]} files with digest {found[1]} "
                f"instead of {TREE_FILES} with {TREE_SHA256}."
            )
        if self.repaired:
            file = draft / "frappe" / REPAIRED_FILE
            file.write_text(repair(file.read_text()))
        shutil.rmtree(self.layout.frappe, ignore_errors=True)
        draft.rename(self.layout.frappe)
        shutil.rmtree(wheel.parent)
        self.stamp.write(self.inputs)

    def _fetch(self, python: Path) -> Path:
        """Download the wheel with pip, so that the machine's own registry settings hold, and check its digest."""
        folder = self.layout.host / "download.part"
        shutil.rmtree(folder, ignore_errors=True)
        log = self.layout.log("frappe-wheel")
        run(
            [python, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--dest", folder, PROJECT],
            log=log,
            failure="Frappe's wheel could not be downloaded from PyPI.",
        )
        wheel = next(folder.glob("*.whl"))
        if (found := hashlib.sha256(wheel.read_bytes()).hexdigest()) != WHEEL_SHA256:
            raise HostError(f"The wheel from PyPI is not the one expected: SHA-256 {found}, not {WHEEL_SHA256}.")
        return wheel
