"""A bench, the local host's or a real one: where its Python and sites are and how Frappe's commands are called."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bench:
    root: Path
    # Of the local host only: a folder that comes first on the path of Frappe's commands, and one for compiled
    # Python, without which each of them takes seconds to start. A real bench has its own ways.
    commands: Path | None = None
    bytecode: Path | None = None

    @property
    def python(self) -> Path:
        return self.root / "env" / "bin" / "python"

    @property
    def sites(self) -> Path:
        return self.root / "sites"

    def frappe(self, *words: str | Path) -> list[str | Path]:
        """What `bench WORDS` runs; to be called from `sites`."""
        return [self.python, "-m", "frappe.utils.bench_helper", "frappe", *words]

    def environment(self, **more: str) -> dict[str, str]:
        environment = {**os.environ, **more}
        if self.commands is not None:
            environment["PATH"] = f"{self.commands}:{environment.get('PATH', os.defpath)}"
        if self.bytecode is not None:
            environment["PYTHONPYCACHEPREFIX"] = str(self.bytecode)
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return environment
