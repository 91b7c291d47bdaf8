"""The sentence of each refusal code, one module per subject."""

from sms_iso20000.refusal.sentences import (
    action,
    appointment,
    arrangement,
    arrangement_proofs,
    arrangement_review,
    asset,
    audit_programme,
    by_hand,
    communication,
    conformity,
    demonstration,
    disposal,
    document,
    evidence,
    kept,
    objective,
    plan,
    process,
    report,
    retention,
    revision,
    risk,
    service,
    system,
    ticket_import,
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
    arrangement,
    arrangement_proofs,
    service,
    document,
    retention,
    disposal,
    by_hand,
    evidence,
    ticket_import,
    plan,
    conformity,
    arrangement_review,
    demonstration,
    action,
    audit_programme,
)


def all_sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader, which differs from request to request."""
    return {code: text for subject in SUBJECTS for code, text in subject.sentences().items()}
