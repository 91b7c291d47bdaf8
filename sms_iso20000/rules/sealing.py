"""Digests of sealed content. Standard library only: the certification pack carries this file to its readers."""

import hashlib
import json
from typing import Any


def canonical(content: Any) -> str:
    """One text for equal content: sorted keys, no white space of its own, no escapes for other scripts."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def content_hash(content: Any) -> str:
    """SHA-256 of the canonical text of `content`, 64 hexadecimal digits (4.3.2 d, 4.3.3)."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
