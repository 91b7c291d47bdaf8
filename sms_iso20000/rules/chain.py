"""The hash chain of decisions. Standard library only: the certification pack carries this file to its readers."""

from collections.abc import Iterable, Mapping
from typing import Any

try:
    from sms_iso20000.rules.sealing import content_hash
except ImportError:  # inside a certification pack, beside its verifier
    from sealing import content_hash

SEALED_KEYS = (
    "system",
    "sequence",
    "decision",
    "verdict",
    "decided_by",
    "decided_by_name",
    "role",
    "decided_on",
    "reference_doctype",
    "reference_name",
    "reason",
    "content_hash",
    "previous_hash",
)
START = ""


def link_hash(decision: Mapping[str, Any]) -> str:
    """SHA-256 over everything a decision says, the hash of its predecessor included."""
    return content_hash({key: decision.get(key) or "" for key in SEALED_KEYS})


def broken_link(decisions: Iterable[Mapping[str, Any]]) -> "tuple[Mapping[str, Any], str] | None":
    """The first decision of one system's chain that does not hold, with the code of the fault; None if all hold.

    Expects the decisions by rising sequence. A missing record, a change and a re-ordering are all found; a chain
    cut off at its end is not, which is why the certification pack prints the length and the last hash.
    """
    previous, expected = START, 1
    for decision in decisions:
        if int(decision["sequence"]) != expected:
            return decision, "decision_missing_before"
        if (decision.get("previous_hash") or START) != previous:
            return decision, "decision_chain_broken"
        if link_hash(decision) != decision["chain_hash"]:
            return decision, "decision_changed"
        previous, expected = decision["chain_hash"], expected + 1
    return None
