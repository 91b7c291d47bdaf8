"""The sentence of each refusal code, one module per subject."""

from sms_iso20000.refusal.sentences import (
    appointment,
    asset,
    by_hand,
    communication,
    conformity,
    demonstration,
    disposal,
    document,
    evidence,
    kept,
    objective,
    process,
    report,
    retention,
    revision,
    risk,
    system,
)

SUBJECTS = (
    revision,
    kept,
    system,
    process,
    objective,
    appointment,
    report,
    communication,
    risk,
    asset,
    document,
    retention,
    disposal,
    by_hand,
    evidence,
    conformity,
    demonstration,
)


def all_sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader, which differs from request to request."""
    return {code: text for subject in SUBJECTS for code, text in subject.sentences().items()}
