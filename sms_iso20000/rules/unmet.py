"""One reason why something is refused."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Unmet:
    """`code` is stable and part of the answer to a client; its sentence is put where it is shown, in the
    reader's language, from `values`."""

    code: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)
